#!/bin/bash
# The books of the house as files: what goes out comes in again and changes nothing, here and in another store; what is wrong is
# told by line and column and nothing comes in; each with its list in the office.
. "$(dirname "$0")/lib.sh"
"$seed" "$XXGK_DB" >/dev/null || { echo 'Bail out! no county'; exit 1; }
echo 'forms_per_minute = 10000' >"$data/xxgk.conf"
export TZ=Asia/Shanghai
outcome() { "$@" >"$home/said" 2>&1; echo $?; }
books='guides figures leaders roles stand_ins'
today=$(date +%F) later=$(date -d '+20 days' +%F) year=$(($(date +%Y) - 1))
guide=(信息分类 编排体系 $'"一、网站\n二、查阅点"' 县政府办公室 静宇路1号 '工作日 8:30—17:00' 0439-7221234 0439-7221235 xxgk@example.gov.cn 135200 $'"可以, 书面"' '')
row() { local IFS=,; echo "$*"; }
{
        echo agency,classes,arrangement,access,office_name,office_address,office_hours,phone,fax,internet,postcode,how_to_apply,remedies
        row 000014349 "${guide[@]}"
        row jiaoyu "${guide[@]}"
} >"$home/guides.csv"
printf '机构代码,年度,专职人员（人）,budget_wan,reading_visits\n000014349,%d,3,12,1200余\njiaoyu,%d,,5,\n' "$year" "$year" >"$home/figures.csv"
printf 'agency,seat,name,post,began,ended\ngov,组长,张三,副县长,2020-1-1,\ngov,deputy,李四,,2019年3月4日,2021-5-6\n' >"$home/leaders.csv"
printf 'login,role,agency\nclerk,reviewer,jiaoyu\nreviewer,信息员,gov\n' >"$home/roles.csv"
printf 'from,to,role,agency,first,last,reason\nreviewer,clerk,reviewer,gov,%s,%s,出差\n' "$today" "$later" >"$home/stand_ins.csv"
for book in $books; do
        is "$book: tried first" 0 "$(outcome "$xxgk" import "$book" "$home/$book.csv" --dry-run)"
        is "$book: which changes nothing" '' "$("$xxgk" export "$book" | grep -E '^(jiaoyu|000014350|clerk,reviewer|reviewer,clerk)')"
        is "$book: comes in" 0 "$(outcome "$xxgk" import "$book" "$home/$book.csv")"
        rm -f "$home/$book.out"
        is "$book: goes out" 0 "$(outcome "$xxgk" export "$book" "$home/$book.out")"
        is "$book: comes in unchanged" 0 "$(outcome "$xxgk" import "$book" "$home/$book.out")"
        is "$book: and goes out the same" 0 "$("$xxgk" export "$book" | cmp - "$home/$book.out" >/dev/null; echo $?)"
done
has 'a text of several lines' '一、网站' "$(cat "$home/guides.out")"
has 'about so many' 1200余 "$(cat "$home/figures.out")"
has 'who left' '李四,,2019-03-04,2021-05-06' "$(cat "$home/leaders.out")"
has 'a role by its name' reviewer,clerk,000014349 "$(cat "$home/roles.out")"

# ---- another store
(
        mkdir "$home/other"
        export XXGK_DATA=$home/other XXGK_DB=$home/other/xxgk.db
        "$seed" "$XXGK_DB" >/dev/null
        for book in $books; do
                "$xxgk" import "$book" "$home/$book.out" >/dev/null 2>&1
                "$xxgk" export "$book" | cmp - "$home/$book.out" >/dev/null || echo "$book differs"
        done
) >"$home/said" 2>&1
is 'another store has the same from the same files' '' "$(cat "$home/said")"

# ---- faults
wrong() { # wrong BOOK TEXT MESSAGE: refused with that, nothing changed
        printf '%b' "$2" >"$home/wrong.csv"
        is "$1: refused" 2 "$(outcome "$xxgk" import "$1" "$home/wrong.csv")"
        has "$1: with line and column" "$3" "$(cat "$home/said")"
        is "$1: whole" 0 "$("$xxgk" export "$1" | cmp - "$home/$1.out" >/dev/null; echo $?)"
}
wrong guides "$(sed -n 1p "$home/guides.csv")\\ncaizheng,a,b,c,d,e,f,g,h,i,,,\\nnowhere,a,b,c,d,e,f,g,h,i,,,\\n" ':3: agency'
wrong figures "agency,year,staff_full\\ncaizheng,$year,2\\njiaoyu,$year,很多\\n" ':3: staff_full'
wrong leaders 'agency,seat,name,began,ended\njiaoyu,member,王五,2020-1-1,\njiaoyu,主任,赵六,2020-1-1,\n' ':3: seat'
wrong leaders 'agency,seat,name,began,ended\njiaoyu,member,王五,2020-1-1,2019-1-1\n' ':2: ended'
wrong roles 'login,role,agency\nsigner,clerk,gov\nnobody-here,clerk,gov\n' ':3: login'
wrong roles 'login,role,agency\nsystem_admin,audit_admin,gov\n' ':2: role'
wrong stand_ins "from,to,role,agency,first,last,reason\\nclerk,signer,signer,gov,$today,$later,出差\\n" ':2: role'

# ---- the office
start
for who in gid_office clerk security_admin system_admin; do sign_in "$home/$who" "$who" >/dev/null; done
get() { curl -s -b "$home/$1" "$base$2"; }
upload() { # upload WHO PATH FILE MODE
        curl -s -o "$home/page" -w '%{http_code} %{redirect_url}' -b "$home/$1" -F "file=@$3" -F "mode=$4" -F "csrf=$(token "$home/$1" "$2")" "$base$2"
}
book() { # book NAME WHO LIST IMPORT WORD
        has "$1: the list" "$5" "$(get "$2" "$3")"
        is "$1: as CSV what the command line gives" 0 "$(get "$2" "$3.csv" | cmp - "$home/$1.out" >/dev/null; echo $?)"
        is "$1: as a workbook" PK "$(get "$2" "$3.xlsx" | head -c 2)"
        is "$1: a file is checked" '303 *checked=*' "$(upload "$2" "$4" "$home/$1.out" check)"
        is "$1: and comes in" '303 *imported=*' "$(upload "$2" "$4" "$home/$1.out" write)"
        is "$1: and is what it was" 0 "$(get "$2" "$3.csv" | cmp - "$home/$1.out" >/dev/null; echo $?)"
}
book guides gid_office /office/guides /office/guides/all/import 静宇县教育局
has 'no edition was added' '第 1 版' "$(get gid_office /office/guides/jiaoyu)"
book figures gid_office /office/staffing/all/figures /office/staffing/all/figures-import 1200余
book leaders gid_office /office/staffing/all/groups /office/staffing/all/groups-import 副县长
book roles security_admin /office/people/roles /office/people/roles/import 信息员
has 'stand-ins: the list' 出差 "$(get clerk /office/stand-ins/all)"
is 'stand-ins: only for oneself' '422 *' "$(upload clerk /office/stand-ins/import "$home/stand_ins.out" write)"
has 'which is told' 只能委托他人代理本人的角色 "$(cat "$home/page")"
has 'the ways there' /office/staffing/all/groups "$(get gid_office /office/staffing)"
has 'of roles too' /office/people/roles "$(get security_admin /office/people)"
is 'who sees roles' 200 "$(code -b "$home/system_admin" "$base/office/people/roles")"
is 'does not give them' 403 "$(code -b "$home/system_admin" "$base/office/people/roles/import")"
stop
is 'it stops cleanly' 0 "$stopped"
is 'the trail verifies' 0 "$("$xxgk" audit verify >/dev/null 2>&1; echo $?)"
echo "1..$n"
