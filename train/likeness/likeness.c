/* What train/likeness/likeness.py learns likeness from: reads statements (FLAT, which the script makes of records) and prints
 *
 *   likeness FLAT terms            each term of a statement's gist: TERM <tab> how many statements have it
 *   likeness FLAT features < "I J" lines: numbers of statements     the features of each pair, and its probability
 *
 * Statements are numbered from 0 in the order of FLAT. A content that is too little to be a claim has no features. */
#include <stdio.h>
#include <stdlib.h>

#include "train/likeness/flat.h"

static int by_term(const void *a, const void *b)
{
    Term x = *(const Term *)a, y = *(const Term *)b;
    return x < y ? -1 : x > y;
}

static void print_terms(const Flat *flat)
{
    uint32_t all = 0, n = 0;
    for (uint32_t i = 0; i < flat->count; i++) all += flat->items[i].body.term_count + flat->items[i].body.root_count;
    Term *terms = malloc((all + 1u) * sizeof *terms);
    if (!terms) exit(1);
    for (uint32_t i = 0; i < flat->count; i++) {
        const Body *b = &flat->items[i].body;
        for (uint32_t k = 0; k < b->term_count; k++) terms[n++] = b->terms[k].term;
        for (uint32_t k = 0; k < b->root_count; k++) terms[n++] = b->roots[k].term;
    }
    if (n) qsort(terms, n, sizeof *terms, by_term);
    printf("# %u statements\n", flat->count);
    for (uint32_t i = 0, from = 0; i < n; i++) {
        if (i + 1 < n && terms[i + 1] == terms[i]) continue;
        printf("%u\t%u\n", terms[i], i + 1 - from);
        from = i + 1;
    }
    free(terms);
}

static void print_features(const Flat *flat)
{
    unsigned i, j;
    while (scanf("%u %u", &i, &j) == 2) {
        float f[LIKENESS_FEATURES];
        if (i >= flat->count || j >= flat->count) exit(1);
        Uttered a = flat_saying(&flat->items[i]), b = flat_saying(&flat->items[j]);
        likeness_features(&a, &b, f);
        printf("%u\t%u\t%u\t%u\t%.6f", i, j, a.body->term_count, b.body->term_count, (double)likeness(&a, &b));
        for (unsigned k = 0; k < LIKENESS_FEATURES; k++) printf("\t%.6g", (double)f[k]);
        printf("\n");
    }
}

int main(int argc, char **argv)
{
    Flat flat;
    if (argc != 3 || !flat_read(argv[1], &flat)) {
        fprintf(stderr, "likeness FLAT terms|features\n");
        return 1;
    }
    if (!strcmp(argv[2], "terms"))
        print_terms(&flat);
    else if (!strcmp(argv[2], "names"))
        for (int i = 0; i < LIKENESS_FEATURES; i++) printf("%s\n", likeness_names[i] ? likeness_names[i] : "");
    else
        print_features(&flat);
    return 0;
}
