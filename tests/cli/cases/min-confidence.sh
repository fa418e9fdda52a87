echo "The mayor said it would rain, \"truly\"." > x; for p in 0 0.01 1 1.0; do sayso read --min-confidence=$p --format=csv x > out && grep -c mayor out; done; true
