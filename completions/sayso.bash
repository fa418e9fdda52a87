# bash completion for sayso
_sayso()
{
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}
    # "--format=js" comes as three words where '=' breaks them
    if [[ $cur == '=' ]]; then
        cur=
    elif [[ $prev == '=' ]]; then
        prev=${COMP_WORDS[COMP_CWORD-2]}
    fi
    if ((COMP_CWORD == 1)); then
        mapfile -t COMPREPLY < <(compgen -W 'read dump model help --help --version' -- "$cur")
        return
    fi
    if [[ $command == help ]]; then
        ((COMP_CWORD == 2)) && mapfile -t COMPREPLY < <(compgen -W 'read dump model' -- "$cur")
        return
    fi
    case $prev in
    -f | --format) mapfile -t COMPREPLY < <(compgen -W 'table json jsonl brat csv conllu' -- "$cur") && return ;;
    --stage) mapfile -t COMPREPLY < <(compgen -W 'token syntax entity attribution standing' -- "$cur") && return ;;
    -j | --jobs | --published | --max-article | --min-confidence) return ;;
    esac
    if [[ $cur == -* ]]; then
        local options
        case $command in
        read) options='--format= --explain --min-confidence= --output= --jobs= --published= --max-article= --names= --model= --quiet --help' ;;
        dump) options='--stage= --output= --published= --max-article= --names= --model= --quiet --help' ;;
        model) options='--model= --json --help' ;;
        esac
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
        [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace
        return
    fi
    [[ $command == model && $prev != --model ]] && return
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}
complete -F _sayso sayso
