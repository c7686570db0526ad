#!/bin/bash
# `xxgk clock`, `fee` and `workday`: the contract of their JSON, and a table of bad input: exit 2, a message that names the
# place, nothing on standard output. No server and no store.
# usage: rules.sh XXGK
set -u
xxgk=$1
home=$(mktemp -d)
export XXGK_DATA=$home/none
unset XXGK_DB
n=0
trap 'rm -rf "$home"' EXIT

is() { # is TITLE WANTED GOT: WANTED is a pattern of case
        n=$((n + 1))
        # shellcheck disable=SC2254 # a pattern on purpose
        case $3 in
        $2) echo "ok $n - $1" ;;
        *) printf 'not ok %d - %s\n# wanted %s, got %s\n' "$n" "$1" "$2" "$3" ;;
        esac
}
refused() { # refused TITLE WANTED INPUT ARGUMENT...: exit 2, nothing on stdout, this on stderr; plain and with --json
        local title=$1 wanted=$2 input=$3 out status
        shift 3
        for json in '' --json; do
                # shellcheck disable=SC2086 # nothing or one word
                out=$(printf '%s' "$input" | "$xxgk" $json "$@" 2>&1 >"$home/stdout")
                status=$?
                is "$title${json:+, $json}" "2 0 $wanted" "$status $(wc -c <"$home/stdout") $out"
        done
}
clock() { printf '%s' "$1" | "$xxgk" --json clock -; }

# The clock refuses
refused 'no facts' '*channel：须填写收到日期*' '{}' clock -
refused 'an empty file' '*: *' '' clock -
refused 'no JSON' '-:1: *' '{"received":' clock -
refused 'a key twice' '*' '{"received":"2025-03-03","received":"2025-03-04"}' clock -
refused 'a list' '*须为一个 JSON 对象*' '[]' clock -
refused 'a day that does not exist' '*received：须为存在的日期*2025-02-29*' '{"received":"2025-02-29"}' clock -
refused 'a moment' '*received：*' '{"received":"2025-03-03T08:00:00Z"}' clock -
refused 'a number for a day' '*received：*' '{"received":20250303}' clock -
refused 'a key that nobody knows' '*recieved：没有这个键*' '{"recieved":"2025-03-03"}' clock -
refused 'a channel that nobody knows' '*channel：不认识的取值*pigeon*' '{"channel":"pigeon"}' clock -
refused 'a reply before the receipt' '*第1项事项（replied） on：*' \
        '{"received":"2025-03-03","events":[{"type":"replied","on":"2025-03-02"}]}' clock -
refused 'a second extension' '*第2项事项（extension） type：*一次*' \
        '{"received":"2025-03-03","events":[{"type":"extension","notified":"2025-03-04","days":5},{"type":"extension","notified":"2025-03-05","days":5}]}' clock -
refused 'an extension told late' '*第1项事项（extension） notified：*2025-03-31*' \
        '{"received":"2025-03-03","events":[{"type":"extension","notified":"2025-04-01","days":5}]}' clock -
refused 'an extension of 21 days' '*第1项事项（extension） days：*1至20*' \
        '{"received":"2025-03-03","events":[{"type":"extension","notified":"2025-03-04","days":21}]}' clock -
refused 'an event without its day' '*第2项事项（replied） on：必须填写*' \
        '{"received":"2025-03-03","events":[{"type":"extension","notified":"2025-03-04","days":2},{"type":"replied"}]}' clock -
refused 'an event of no kind' '*第1项事项 type：*' '{"received":"2025-03-03","events":[{}]}' clock -
refused 'an event that is none' '*第1项事项：*' '{"received":"2025-03-03","events":[7]}' clock -
refused 'all faults at once' '*as_off*第1项事项（fee_paid）*' '{"received":"2025-03-03","as_off":1,"events":[{"type":"fee_paid"}]}' clock -
refused 'no file' '*没有这个文件*' '' clock "$home/nothing.json"
refused 'no argument' '*clock 需要一个文件*' '' clock
refused 'two files' '*clock 需要一个文件*' '' clock a b

# Fee and workday refuse
refused 'no quantity' '*用法*' '' fee item
refused 'a method that nobody knows' '*用法*' '' fee gram 5
refused 'a negative quantity' '*-5*' '' fee item -5
refused 'a sign' '*+5*' '' fee item +5
refused 'half a piece' '*1.5*' '' fee item 1.5
refused 'a word' '*十*' '' fee page 十
refused 'nothing in quotes' '*数量*' '' fee item ''
refused 'more than anybody asks for' '*9999999999999999999*' '' fee item 9999999999999999999
refused 'pages do not add up over requests' '*不累计*' '' fee page 5 --after 3
refused 'a bad --after' '*“x”*' '' fee item 5 --after x
refused 'a day that does not exist for workday' '*2025-02-30*' '' workday add 2025-02-30 5
refused 'a day out of range' '*9999-12-31*' '' workday add 9999-12-31 5
refused 'a negative number of days' '*-1*' '' workday add 2025-03-03 -1
refused 'too many days' '*10001*' '' workday add 2025-03-03 10001
refused 'no number of days' '*用法*' '' workday add 2025-03-03
refused 'a year out of range' '*1900*' '' workday list 1900
refused 'a year in words' '*今年*' '' workday list 今年
refused 'no sub-command' '*用法*' '' workday

# and answers
out=$(clock '{"received":"2024-01-29","as_of":"2024-02-04"}')
has() { is "clock: $1" "*$1*" "$out"; }
has '"receipt":"2024-01-29"'
has '"receipt_rule":"given","regime":"2019","due":"2024-02-29","provisional":false'
has '"supplement_notice_due":"2024-02-06","supplement_due":null,"consultation_due":null,"fee_due":null'
has '"state":"running","verdict":"open","workdays_used":5,"workdays_left":15'
has '{"date":"2024-02-04","counted":true,"n":5,"why":"调休上班"}'
has '{"date":"2024-02-12","counted":false,"n":null,"why":"放假 春节"}'
has '"warnings":[[]]}'
out=$(clock '{"channel":"online","submitted":"2025-03-03","as_of":"2025-03-04"}')
has '{"receipt":null,*"receipt_rule":"31(3)"*"due":null*"state":"awaiting_confirmation","verdict":"open","workdays_used":null,"workdays_left":null*"days":[[]]'
is 'clock: a file' '*"due":"2024-02-29"*' "$(echo '{"received":"2024-01-29"}' >"$home/f.json" && "$xxgk" --json clock "$home/f.json")"
is 'clock: in words' '*第20个工作日，答复期限届满*' "$("$xxgk" clock "$home/f.json")"
is 'clock: its help has an example' '*例：*' "$("$xxgk" clock --help)"
is 'fee: by item' '{"total":1400,"bands":[[]{"from":29,"to":30,"rate":100,"amount":200},{"from":31,"to":36,"rate":200,"amount":1200}]}' \
        "$("$xxgk" --json fee item 8 --after 28)"
is 'fee: by page' '{"total":720,"bands":[[]{"from":1,"to":30,"rate":0,"amount":0},{"from":31,"to":100,"rate":10,"amount":700},{"from":101,"to":101,"rate":20,"amount":20}]}' \
        "$("$xxgk" --json fee page 101)"
is 'fee: nothing' '{"total":0,"bands":[[][]]}' "$("$xxgk" --json fee item 0)"
is 'fee: in words' '*第31至36件：200元/件，1200元*合计：1400元' "$("$xxgk" fee item 8 --after 28)"
is 'workday: add' '*"date":"2024-02-29"*"provisional":false*' "$("$xxgk" --json workday add 2024-01-29 20)"
is 'workday: add nothing' '*"date":"2024-02-10"*' "$("$xxgk" --json workday add 2024-02-10 0)"
is 'workday: provisional' '2027-01-04（暂定）' "$("$xxgk" workday add 2026-12-31 1)"
is 'workday: list' '{"year":2024,"workdays":251,"exceptions":[[]*"provisional":false}' "$("$xxgk" --json workday list 2024)"
is 'workday: a year to come' '*"exceptions":[[][]],"provisional":true}' "$("$xxgk" --json workday list 2031)"
for pair in 2008:251 2012:249 2015:249 2018:250 2020:249 2025:248 2026:248; do
        is "workday: total of ${pair%:*}" "*\"workdays\":${pair#*:},*" "$("$xxgk" --json workday list "${pair%:*}")"
done
echo "1..$n"
