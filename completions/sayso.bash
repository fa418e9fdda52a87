# bash completion for sayso
_sayso()
{
    local commands='read add who about claim talks audit stats export diff verify reread dump model'
    local inputs='--input= --field= --follow --allow-private --published= --max-article= --names= --model='
    local ledger='--ledger= --wait=' scope='--since= --until= --limit='
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}
    # "--format=js" comes as three words where '=' breaks them
    if [[ $cur == '=' ]]; then
        cur=
    elif [[ $prev == '=' ]]; then
        prev=${COMP_WORDS[COMP_CWORD-2]}
    fi
    if ((COMP_CWORD == 1)); then
        mapfile -t COMPREPLY < <(compgen -W "$commands help --help --version" -- "$cur")
        return
    fi
    if [[ $command == help ]]; then
        ((COMP_CWORD == 2)) && mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$cur")
        return
    fi
    case $prev in
    -f | --format)
        local formats='table json csv'
        case $command in
        read) formats='table json jsonl brat csv conllu' ;;
        talks) formats+=' graphml dot svg' ;;
        export) formats='jsonl brat citron jsonld' ;;
        esac
        mapfile -t COMPREPLY < <(compgen -W "$formats" -- "$cur")
        return ;;
    --stage) mapfile -t COMPREPLY < <(compgen -W 'token syntax entity attribution standing' -- "$cur") && return ;;
    --input) mapfile -t COMPREPLY < <(compgen -W 'text page feed json jsonl ninjs record warc archive' -- "$cur") && return ;;
    --field)
        mapfile -t COMPREPLY < <(compgen -W 'text= id= url= title= outlet= byline= published=' -- "$cur")
        compopt -o nospace
        return ;;
    -j | --jobs | --published | --max-article | --min-confidence | --wait | --since | --until | --limit) return ;;
    esac
    if [[ $cur == -* ]]; then
        local options
        case $command in
        read) options="--format= --explain --min-confidence= --output= --jobs= $inputs --quiet" ;;
        add) options="$ledger --jobs= $inputs --verbose --quiet" ;;
        who | about | claim | talks) options="--format= $scope $ledger" ;;
        audit) options="--format= $ledger" ;;
        stats) options="--format= --limit= $ledger" ;;
        export) options="--format= --all $ledger" ;;
        diff) options="--format= --all $ledger" ;;
        verify) options="--format= --quiet $ledger" ;;
        reread) options="--dry-run --all --names= --model= --quiet $ledger" ;;
        dump) options="--stage= --output= $inputs --quiet" ;;
        model) options='--model= --json' ;;
        esac
        mapfile -t COMPREPLY < <(compgen -W "$options --help" -- "$cur")
        [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace
        return
    fi
    case $command:$prev in
    *:--model | *:--names | *:--ledger | *:--output | *:-o | read:* | add:* | dump:*) ;;
    *) return ;;
    esac
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}
complete -F _sayso sayso
