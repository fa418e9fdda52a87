# bash completion for sayso
_sayso()
{
    local commands='read add audit who about claim show events talks watch stats report serve key mcp actor statement decision remove reread diff export verify ledger model dump'
    local inputs='--input= --field= --recursive --follow --allow-private --published= --max-article= --names= --careful --model= --no-sandbox'
    local ledger='--ledger= --wait=' scope='--since= --until= --added-since= --as-of= --limit=' choice='--act= --outlet='
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} verb verbs=
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
    case $command in
    actor) verbs='list show merge split rename undo' ;;
    claim) verbs='join part undo' ;;
    statement) verbs='fix drop undo' ;;
    decision) verbs='list undo export import' ;;
    ledger) verbs='backup compact rescue' ;;
    key) verbs='add list remove' ;;
    watch) verbs='add list show test run status remove export import' ;;
    esac
    if [[ $verbs ]]; then
        if ((COMP_CWORD == 2)) && [[ $cur != -* ]]; then
            mapfile -t COMPREPLY < <(compgen -W "$verbs" -- "$cur")
            return
        fi
        verb=${COMP_WORDS[2]}
        [[ " $verbs " == *" $verb "* ]] && command+=" $verb"
    fi
    case $prev in
    -f | --format)
        local formats='table json csv'
        case $command in
        read) formats='table json jsonl brat csv conllu plover petrarch polecat gdelt' ;;
        talks) formats+=' graphml dot svg' ;;
        stats) formats+=' svg' ;;
        export) formats='jsonl statements csv xlsx labels plover petrarch polecat gdelt brat citron jsonld' ;;
        'watch list') ;;
        show | remove | 'watch '* | 'claim '* | 'statement '* | 'ledger rescue' | 'actor merge' | 'actor split' | 'actor rename') formats='table json' ;;
        esac
        mapfile -t COMPREPLY < <(compgen -W "$formats" -- "$cur")
        return ;;
    --by)
        [[ $command == stats ]] && mapfile -t COMPREPLY < <(compgen -W 'source outlet month kind form act gender country named' -- "$cur")
        return ;;
    --act)
        local acts='state claim confirm deny decline dismiss accuse condemn praise warn promise urge ask suggest think'
        mapfile -t COMPREPLY < <(compgen -W "$acts" -- "$cur")
        return ;;
    --kind) mapfile -t COMPREPLY < <(compgen -W 'person unnamed group organization outlet document author' -- "$cur") && return ;;
    --mail-every) mapfile -t COMPREPLY < <(compgen -W 'hour day' -- "$cur") && return ;;
    --type | --event)
        local types='AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT'
        mapfile -t COMPREPLY < <(compgen -W "$types" -- "$cur")
        return ;;
    --status)
        mapfile -t COMPREPLY < <(compgen -W 'asserted reported denied negated hypothetical future demanded' -- "$cur")
        return ;;
    --order) mapfile -t COMPREPLY < <(compgen -W 'origins date' -- "$cur") && return ;;
    --stage) mapfile -t COMPREPLY < <(compgen -W 'token syntax entity attribution standing event' -- "$cur") && return ;;
    --input) mapfile -t COMPREPLY < <(compgen -W 'text page feed json jsonl ninjs record table sgml pdf warc archive' -- "$cur") && return ;;
    --field)
        mapfile -t COMPREPLY < <(compgen -W 'text= id= url= title= outlet= byline= published=' -- "$cur")
        compopt -o nospace
        return ;;
    -j | --jobs | --published | --max-article | --min-confidence | --wait | --since | --until | --added-since | --as-of | \
        --limit | --outlet | --article | --top | --sample | --seed | --port | --bind | --host | --who | --to | --mode | --country | --place | --about | \
        --claim | --name | --every | --webhook | --mail | --mail-from | --smtp | --quiet-hours | --most-an-hour | --status-port) return ;;
    esac
    if [[ $cur == -* ]]; then
        local options
        case $command in
        read) options="--format= --explain --events --min-confidence= --output= --jobs= $inputs --quiet" ;;
        add) options="$ledger --jobs= $inputs --verbose --durable --quiet" ;;
        audit) options="--format= $ledger $inputs --quiet" ;;
        who) options="--format= $scope $choice $ledger" ;;
        about) options="--format= --by= --order= $scope $choice $ledger" ;;
        claim) options="--format= $scope $ledger" ;;
        talks) options="--format= --deeds $scope $ledger" ;;
        events) options="--format= --who= --to= --type= --mode= --status= --country= --place= --about= --outlet= --order= $scope $ledger" ;;
        show) options="--format= $ledger" ;;
        report) options="--output= $ledger $inputs --quiet" ;;
        serve) options="--port= --bind= --host= --keyed --rate= --model= $ledger" ;;
        mcp) options="$ledger" ;;
        'key add') options="--read --write $ledger" ;;
        'key '*) options="$ledger" ;;
        stats) options="--by= --top= --all --sample= --seed= $scope --format= $choice $ledger" ;;
        'actor list' | 'actor show') options="--format= --limit= $ledger" ;;
        'actor split') options="--format= --article= $ledger" ;;
        'decision list') options="--format= --all $ledger" ;;
        'decision export') options="--all $ledger" ;;
        'decision import') options="$ledger" ;;
        'watch add') options="--format= --who= --about= --claim= --outlet= --event= --act= --kind= --new-origin --contradicts --name= $ledger" ;;
        'watch list' | 'watch status') options="--format= $ledger" ;;
        'watch show') options="--format= --limit= $ledger" ;;
        'watch test') options="--format= --since= --limit= $ledger" ;;
        'watch remove') options="--quiet $ledger" ;;
        'watch export' | 'watch import') options="$ledger" ;;
        'watch run')
            options="--once --feeds= --every= --output= --atom= --webhook= --webhook-secret= --mail= --mail-from= --mail-every= --smtp= --smtp-login="
            options+=" --quiet-hours= --most-an-hour= --status-port= --follow --allow-private --max-article= --names= --careful --model= --no-sandbox --quiet $ledger" ;;
        'ledger rescue') options="--output= --format= --names= --careful --model= --quiet" ;;
        'ledger '*) options="--quiet $ledger" ;;
        *' undo') options="--quiet $ledger" ;;
        *' '*) options="--format= $ledger" ;;
        remove) options="--format= --all --quiet $ledger" ;;
        export) options="--format= --all $ledger" ;;
        diff) options="--format= --all $ledger" ;;
        verify) options="--format= --quiet $ledger" ;;
        reread) options="--dry-run --all --names= --careful --model= --quiet $ledger" ;;
        dump) options="--stage= --output= $inputs --quiet" ;;
        model) options='--model= --json' ;;
        esac
        mapfile -t COMPREPLY < <(compgen -W "$options --help" -- "$cur")
        [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace
        return
    fi
    if [[ $command == 'statement fix' ]] && ((COMP_CWORD > 3)); then
        mapfile -t COMPREPLY < <(compgen -W 'act= kind= negated= who= to= via= date=' -- "$cur")
        compopt -o nospace
        return
    fi
    case $command:$prev in
    *:--model | *:--names | *:--ledger | *:--output | *:-o | *:--feeds | *:--atom | *:--webhook-secret | *:--smtp-login | 'watch run:'* | 'watch import:'* | read:* | add:* | audit:* | report:* | dump:* | 'decision import:'* | 'ledger '*) ;;
    *) return ;;
    esac
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}
complete -F _sayso sayso
