#!/bin/bash
# Units and people in the office: agencies with their reforms, people and roles, columns, calendar; each with its table.
. "$(dirname "$0")/lib.sh"
"$seed" "$XXGK_DB" >/dev/null || { echo 'Bail out! no county'; exit 1; }
echo 'forms_per_minute = 1000' >"$data/xxgk.conf"
start
for role in supervisor system_admin security_admin gid_office clerk; do sign_in "$home/$role" $role >/dev/null; done
as=supervisor
get() { curl -s -b "$home/$as" "$base$1"; }
t=
send() { # send PATH NAME=VALUE …: a form as $as; the answer's status, then its target or page
        local path=$1 args=()
        shift
        t=$(token "$home/$as" "${form:-$path}")
        for one in "$@"; do args+=(--data-urlencode "$one"); done
        curl -s -o "$home/page" -w '%{http_code} %{redirect_url}' -b "$home/$as" "${args[@]}" -d "csrf=$t" "$base$path"
}
page() { cat "$home/page"; }
seen() { get "$1" | grep -o 'name="seen" value="[^"]*' | sed 's/.*"//'; } # what a form says that its reader saw
upload() { # upload PATH FILE MODE
        t=$(token "$home/$as" "$1")
        curl -s -o "$home/page" -w '%{http_code} %{redirect_url}' -b "$home/$as" -F "file=@$2" -F "mode=$3" -F "csrf=$t" "$base$1"
}

# Agencies
has 'the list shows the tree' 静宇县教育局 "$(get /office/agencies)"
hasnt 'and narrows' 静宇县财政局 "$(get '/office/agencies?q=教育')"
has 'to nothing with a word' 没有符合条件的机关 "$(get '/office/agencies?q=没有的')"
is 'as JSON' 3 "$(get /office/agencies.json | jq length)"
has 'as CSV' '"000014350",静宇县教育局' "$(get /office/agencies.csv | sed 's/000014350/"000014350"/')"
is 'as a workbook' 'PK*' "$(get /office/agencies.xlsx | head -c 2)"
is 'a new one' '303 */office/agencies/unit/jiaoti?done=created' \
        "$(send /office/agencies/new name=静宇县教育体育局 code=000014361 slug=jiaoti parent=gov kind=department level=county opened=2024-1-1)"
has 'is shown, with what next' 机关已新建 "$(get '/office/agencies/unit/jiaoti?done=created')"
is 'without a name and a parent' '422 *' "$(send /office/agencies/new name= code=x slug=y kind=department level=county opened=2024-1-1)"
has 'both are told' '请选择上级机关' "$(page)"
has 'at the field' 'href="#name"' "$(page)"
is 'a code twice' '422 *' "$(send /office/agencies/new name=某局 code=000014361 slug=mouju parent=gov kind=department level=county opened=2024-1-1)"
is 'renamed' '303 *done=edited' "$(send /office/agencies/unit/caizheng/edit name=静宇县财政和金融局 short_name=财金局 kind=department level=county supervisor=gov renamed=2024-5-1 rename_basis=静编〔2024〕1号 sort=3)"
has 'the former name stays' '<th scope="row" data-head="曾用名"><span class="sheet-value">静宇县财政局' "$(get /office/agencies/unit/caizheng)"
is 'moved' '303 *done=moved' "$(send /office/agencies/unit/caizheng/move parent=jiaoti)"
is 'not below itself' '422 *' "$(send /office/agencies/unit/jiaoti/move parent=caizheng)"
is 'and back' '303 *done=moved' "$(send /office/agencies/unit/caizheng/move parent=gov)"
is 'nothing of that name' 404 "$(code -b "$home/$as" "$base/office/agencies/unit/nowhere")"

# A reform in numbers, then done
item=$("$seed" "$XXGK_DB" publish jiaoyu 关于招生工作的通知)
index=${item#* }
reform=(kind=merge from1=jiaoyu to1=jiaoti on=2026-1-1 basis=静编〔2026〕3号)
is 'a reform is asked about first' '200 *' "$(send /office/agencies/reform "${reform[@]}")"
has 'in numbers' '1 条2026年1月1日及以后公开的信息连同统计转入静宇县教育体育局' "$(page)"
has 'and that it stays' 办理后不能撤销 "$(page)"
is 'nothing happened yet' null "$(get /office/agencies.json | jq '.[] | select(.slug == "jiaoyu") | .closed_on')"
is 'without a basis' '422 *' "$(send /office/agencies/reform kind=merge from1=jiaoyu to1=jiaoti on=2026-1-1)"
is 'the top of the site stays' '422 *' "$(send /office/agencies/reform kind=merge from1=gov to1=jiaoti on=2026-1-1 basis=某)"
has 'at the field' 'href="#from1"' "$(page)"
is 'done' '303 */unit/jiaoyu?done=reformed' "$(send /office/agencies/reform "${reform[@]}" step=do)"
is 'twice is refused' '422 *' "$(send /office/agencies/reform "${reform[@]}" step=do)"
s=$(seen /office/agencies/unit/caizheng/edit)
is 'the first of two editors' '303 *done=edited' "$(send /office/agencies/unit/caizheng/edit name=静宇县财政局 short_name=财政局 kind=department level=county mandate=管钱 sort=3 "seen=$s")"
is 'the second is told' '422 *' "$(send /office/agencies/unit/caizheng/edit name=静宇县财政局 short_name=财政局 kind=department level=county mandate=理财 sort=3 "seen=$s")"
has 'with his own words still there' 理财 "$(page)"
has 'and why' 已由他人修改 "$(page)"
s=$(grep -o 'name="seen" value="[^"]*' "$home/page" | sed 's/.*"//')
is 'and may insist' '303 *done=edited' "$(send /office/agencies/unit/caizheng/edit name=静宇县财政局 short_name=财政局 kind=department level=county mandate=理财 sort=3 "seen=$s")"
is 'what is closed is not edited' '422 *' "$(form=/office/agencies/unit/caizheng/edit send /office/agencies/unit/jiaoyu/edit name=某局 kind=department level=county sort=1)"
has 'which is told' 已经撤并，不能再修改 "$(page)"
is 'nor moved' '422 *' "$(form=/office/agencies/unit/caizheng/move send /office/agencies/unit/jiaoyu/move parent=caizheng)"
hasnt 'the list has the open ones' 静宇县教育局 "$(get /office/agencies)"
has 'and the closed one on request' 静宇县教育局 "$(get '/office/agencies?closed=1')"
has 'its page leads to the heir' '/unit/jiaoti">静宇县教育体育局' "$(get /office/agencies/unit/jiaoyu)"
has 'readers are told' '职责由<a href="/agency/jiaoti">静宇县教育体育局</a>承继' "$(curl -s "$base/agency/jiaoyu")"
has 'on the other side too' '承继原<a href="/agency/jiaoyu">静宇县教育局</a>' "$(curl -s "$base/agency/jiaoti")"
is 'its address and number answer' 200 "$(code "$base/item/$index")"
has 'under the heir' 静宇县教育体育局 "$(curl -s "$base/item/$index")"
has 'the directory lists what ended' 已撤并的机关 "$(curl -s "$base/agencies")"
printf 'code,name,kind,level,parent\n100000001,松泉镇人民政府,township,township,gov\n100000002,x,moon,township,gov\n' >"$home/bad.csv"
printf 'code,name,kind,level,parent\n100000001,松泉镇人民政府,township,township,000014349\n' >"$home/good.csv"
is 'a faulty file' '422 *' "$(upload /office/agencies/import "$home/bad.csv" write)"
has 'is told by line' 没有这种机构类别 "$(page)"
is 'and nothing came in' 0 "$(get /office/agencies.json | jq '[.[] | select(.code == "100000001")] | length')"
is 'a good one is checked' '303 *checked=1' "$(upload /office/agencies/import "$home/good.csv" check)"
is 'and nothing came in' 0 "$(get /office/agencies.json | jq '[.[] | select(.code == "100000001")] | length')"
is 'and taken' '303 *imported=1' "$(upload /office/agencies/import "$home/good.csv" write)"
is 'what goes out comes in elsewhere' 0 "$(get /office/agencies.csv >"$home/out.csv"; XXGK_DB=$home/other.db "$xxgk" --data "$home/other" import agencies "$home/out.csv" >/dev/null; echo $?)"

# People and roles
as=system_admin
has 'accounts are listed with their roles' 保密审查员 "$(get /office/people)"
is 'narrowed by role' 1 "$(get '/office/people.json?role=signer' | jq length)"
is 'by state' 0 "$(get '/office/people.json?state=disabled' | jq length)"
is 'by a word, signs as they are' 0 "$(get '/office/people.json?q=%25' | jq length)"
is 'a page behind the end' 404 "$(code -b "$home/$as" "$base/office/people?page=9")"
is 'a new account' '200 *' "$(send /office/people/new login=zhang name=张三 agency=gov)"
once=$(grep -o 'secret-text">[^<]*' "$home/page" | cut -d'>' -f2)
has 'gets a password, once' 只显示这一次 "$(page)"
hasnt 'not again' secret-text "$(get /office/people/person/zhang)"
has 'and no role' 尚未授予任何角色 "$(get /office/people/person/zhang)"
is 'the login is taken' '422 *' "$(send /office/people/new login=zhang name=张三 agency=gov)"
is 'no unit' '422 *' "$(send /office/people/new login=li name=李四 agency=)"
is 'the password opens the door' 303 "$(sign_in "$home/zhang" zhang "$once")"
is 'without a role to nothing but a new password' 303 "$(code -b "$home/zhang" "$base/office")"
is 'roles are not his to give' 403 "$(code -b "$home/$as" "$base/office/people/person/zhang/role")"
hasnt 'nor shown as such' /role "$(get /office/people/person/zhang)"
is 'the password of another administrator neither' '422 *' "$(form='/office/people/person/security_admin/account?act=password' send /office/people/person/security_admin/account act=password)"
has 'and why is said' 三员分立 "$(page)"
as=security_admin
is 'a role' '303 *done=granted' "$(send /office/people/person/zhang/role role=clerk agency=caizheng)"
is 'twice is refused' '422 *' "$(send /office/people/person/zhang/role role=clerk agency=caizheng)"
is 'no administrator with a password somebody else knows' '422 *' "$(send /office/people/person/zhang/role role=system_admin agency=gov)"
has 'and why is told' 一次性密码 "$(page)"
is 'never to oneself' '422 *' "$(send /office/people/person/security_admin/role role=clerk agency=gov)"
is 'never two of the three' '422 *' "$(send /office/people/person/audit_admin/role role=system_admin agency=gov)"
is 'accounts are not hers to change' 403 "$(code -b "$home/$as" "$base/office/people/person/zhang/edit")"
has 'taking it back is asked' 收回后下次打开页面即生效 "$(get '/office/people/person/zhang/revoke?role=clerk&unit=caizheng')"
is 'and done' '303 *done=revoked' "$(form='/office/people/person/zhang/revoke?role=clerk&unit=caizheng' send /office/people/person/zhang/revoke role=clerk unit=caizheng)"
is 'what is not held is not found' 404 "$(code -b "$home/$as" "$base/office/people/person/zhang/revoke?role=clerk&unit=caizheng")"
as=system_admin
act() { form="/office/people/person/$1/account?act=$2" send "/office/people/person/$1/account" "act=$2"; }
is 'stopping an account is asked' 200 "$(code -b "$home/$as" "$base/office/people/person/zhang/account?act=disable")"
is 'and done' '303 *done=disabled' "$(act zhang disable)"
is 'it is out at once' 303 "$(code -b "$home/zhang" "$base/office/password")"
is 'not oneself' '422 *' "$(act system_admin disable)"
is 'and open again' '303 *done=enabled' "$(act zhang enable)"
is 'not that of another administrator' '422 *' "$(form='/office/people/person/zhang/account?act=disable' send /office/people/person/security_admin/account act=enable)"
is 'a new password' '200 *' "$(act zhang password)"
is 'a second factor' '200 *' "$(act zhang totp)"
has 'whose key is shown once' '验证器密钥' "$(page)"
is 'and gone' '303 *done=totp_off' "$(act zhang totp_off)"
for _ in 1 2 3 4 5; do sign_in "$home/zhang" zhang wrong >/dev/null; done
has 'a locked one is marked' 已锁定 "$(get /office/people/person/zhang)"
is 'and opens before its time' '303 *done=unlocked' "$(act zhang unlock)"
is 'the password of somebody who signs' '200 *' "$(act signer password)"
once=$(grep -o 'secret-text">[^<]*' "$home/page" | cut -d'>' -f2)
has 'lets what he decides rest' 职责已暂停 "$(get /office/people/person/signer)"
is 'so whoever knows it' 303 "$(sign_in "$home/taken" signer "$once")"
t=$(token "$home/taken" /office/password)
is 'and makes it his own' 303 "$(code -b "$home/taken" -c "$home/taken" -d "csrf=$t" --data-urlencode "old=$once" --data-urlencode 'fresh=Quite-another-1' --data-urlencode 'again=Quite-another-1' "$base/office/password")"
is 'signs nothing' 403 "$(code -b "$home/taken" "$base/office/items")"
has 'and is told' 由他人重设过 "$(curl -s -b "$home/taken" "$base/office")"
is 'nor can he confirm himself' 403 "$(code -b "$home/taken" "$base/office/people/person/signer/release")"
is 'nor who gave the password' 403 "$(code -b "$home/$as" "$base/office/people/person/signer/release")"
as=security_admin
is 'another sees whom to ask' signer "$(get '/office/people.json?state=held' | jq -r '.[].login')"
is 'and confirms' '303 *done=released' "$(send /office/people/person/signer/release step=do)"
is 'once' '422 *' "$(form=/office/people/person/signer/release send /office/people/person/signer/release step=do)"
is 'then it is as before' 200 "$(code -b "$home/taken" "$base/office/items")"
as=system_admin
act signer totp_off >/dev/null
has 'the second factor too' 职责已暂停 "$(get /office/people/person/signer)"
is 'the operator can help where nobody else is' 0 "$("$xxgk" user release signer >/dev/null 2>&1; echo $?)"
hasnt 'and did' 职责已暂停 "$(get /office/people/person/signer)"
is 'moved to another unit' '303 *done=edited' "$(send /office/people/person/zhang/edit name=张三丰 agency=jiaoti)"
has 'it is there' 静宇县教育体育局 "$(get /office/people/person/zhang)"
is 'nobody of that name' 404 "$(code -b "$home/$as" "$base/office/people/person/nowhere")"
printf 'login,name,agency\nwang,王五,000014349\nzhang,张三,000014349\nzhao,赵六,nowhere\n' >"$home/people.csv"
is 'a file with faults' '422 *' "$(upload /office/people/import "$home/people.csv" write)"
has 'told by line' '登录名“zhang”已有人使用' "$(page)"
printf '登录名,姓名,单位代码\nwang,王五,000014349\nzhao,赵六,jiaoti\n' >"$home/people.csv"
is 'a good one' '200 *' "$(upload /office/people/import "$home/people.csv" write)"
is 'each with a password' 2 "$(page | grep -o 'data-head="一次性密码"' | wc -l)"

secret=$(page | grep -o 'data-head="一次性密码"><span class="sheet-value">[^<]*' | head -1 | sed 's/.*>//')
sign_in "$home/wang" wang "$secret" >/dev/null
is 'who has no role yet is led to a password of his own' '303 */office/password' "$(curl -s -o /dev/null -w '%{http_code} %{redirect_url}' -b "$home/wang" "$base/office")"
is 'which he may change' 200 "$(code -b "$home/wang" "$base/office/password")"
printf 'login,name,agency\nqian,钱七,jiaoti\n' >"$home/people.csv"
is 'accounts by the command line' qian "$("$xxgk" --json import people "$home/people.csv" | jq -r '.made[0].login')"
is 'not twice' 2 "$("$xxgk" import people "$home/people.csv" >/dev/null 2>&1; echo $?)"

# Columns and who keeps them up
as=gid_office
has 'the tree of columns' 规范性文件 "$(get /office/columns)"
is 'a new one' '303 *done=created' "$(send /office/columns/new name=重点项目 code=own-1 kind=own parent=content agency=jiaoti update_days=30)"
is 'below it' '303 *done=created' "$(send /office/columns/new name=学校建设 code=own-2 kind=topic parent=own-1 agency=jiaoti)"
is 'one that stands elsewhere needs its address' '422 *' "$(send /office/columns/new name=法规库 code=ext-1 kind=external parent=content agency=gov)"
has 'told at the field' 'href="#external_url"' "$(page)"
is 'with it' '303 *' "$(send /office/columns/new name=法规库 code=ext-1 kind=external parent=content agency=gov external_url=https://example.gov.cn/)"
is 'changed' '303 *done=edited' "$(send /office/columns/column/own-2/edit name=校舍建设 parent=own-1 update_days=60 sort=5)"
s=$(seen /office/columns/column/own-2/edit)
is 'again' '303 *' "$(send /office/columns/column/own-2/edit name=校舍建设 parent=own-1 update_days=90 sort=5 "seen=$s")"
is 'but not by one who saw what was before' '422 *' "$(send /office/columns/column/own-2/edit name=校舍 parent=own-1 update_days=60 sort=5 "seen=$s")"
has 'who is told' 已由他人修改 "$(page)"
is 'not below itself' '422 *' "$(send /office/columns/column/own-1/edit name=重点项目 parent=own-2)"
is 'what the law names keeps its name' '422 *' "$(send /office/columns/column/A20_01_2/edit name=别的名称)"
is 'its period may change' '303 *' "$(send /office/columns/column/A20_01_2/edit name=规范性文件 update_days=100)"
is 'somebody keeps it up' '303 *done=duty' "$(send /office/columns/column/A20_01_2/duty agency=jiaoti update_days=30)"
is 'another too' '303 *done=duty' "$(send /office/columns/column/own-1/duty agency=jiaoti update_days=14)"
is 'not for no days' '422 *' "$(send /office/columns/column/own-1/duty agency= update_days=x)"
has 'days left in words' '还剩 30 天' "$(get /office/upkeep)"
has 'and what is empty' 空白栏目 "$(get '/office/upkeep?state=empty')"
has 'what is soon can be set' 初始值 "$(get /office/upkeep/limits)"
is 'not to what cannot be' '422 *' "$(send /office/upkeep/limits soon_days=x urgent_days=183 fail_urgent=5 fail_overdue=10 fail_empty=0)"
has 'told at the field' 'href="#fail_empty"' "$(page)"
is 'so that one empty column is enough' '303 *done=limits' "$(send /office/upkeep/limits soon_days=30 urgent_days=183 fail_urgent=5 fail_overdue=10 fail_empty=1)"
has 'which is told as what the site wants' 达到本站设定的 "$(get /office/upkeep)"
has 'and kept' 'value="30"' "$(get /office/upkeep/limits)"
is 'as a table' 2 "$(get /office/upkeep.json | jq length)"
is 'a column with one below stays open' '422 *' "$(send /office/columns/column/own-1/close)"
is 'the lower first' '303 *done=closed' "$(send /office/columns/column/own-2/close)"
is 'then it' '303 *done=closed' "$(send /office/columns/column/own-1/close)"
is 'and nobody has to keep it up' 1 "$(get /office/upkeep.json | jq length)"
hasnt 'it is off the tree' 重点项目 "$(get /office/columns)"
has 'but kept' 重点项目 "$(get '/office/columns?closed=1')"
is 'what the law names stays' '422 *' "$(send /office/columns/column/A20_01_2/close)"
printf 'code,name,kind,parent,agency\nown-3,招生专栏,自设,content,jiaoti\nown-4,高考,topic,own-3,jiaoti\n' >"$home/columns.csv"
is 'columns from a file' '303 *imported=2' "$(upload /office/columns/import "$home/columns.csv" write)"
is 'twice is refused' '422 *' "$(upload /office/columns/import "$home/columns.csv" write)"
printf 'column,agency,update_days\nown-3,jiaoti,14\nown-9,jiaoti,0\n' >"$home/duties.csv"
is 'duties with faults' '422 *' "$(upload /office/upkeep/import "$home/duties.csv" write)"
has 'each told' '没有这个在用的栏目：“own-9”' "$(page)"
printf 'column,agency,update_days\nown-3,jiaoti,14\nown-4,000014349,30\n' >"$home/duties.csv"
is 'and without' '303 *imported=2' "$(upload /office/upkeep/import "$home/duties.csv" write)"
as=clerk
is 'a clerk sees what is due' 200 "$(code -b "$home/$as" "$base/office/upkeep")"
is 'and changes nothing' 403 "$(code -b "$home/$as" "$base/office/columns")"

# Dictionaries
as=gid_office
d=/office/dictionaries
has 'the classes, the first with the own organs' 本级政府组织机构 "$(get $d)"
has 'of another kind' 设立变更 "$(get "$d?scheme=audience")"
is 'no such kind' 404 "$(code -b "$home/$as" "$base$d?scheme=colour")"
is 'a new class' '303 *scheme=topic&done=added' "$(send $d/classes/new scheme=topic name=乡村振兴 code=2301 parent=02 sort=299)"
is 'three levels are too many' '422 *' "$(form="$d/classes/new?scheme=topic" send $d/classes/new scheme=topic name=厕所革命 code=230101 parent=2301)"
has 'told at the field' 'href="#parent"' "$(page)"
is 'a code twice' '422 *' "$(form="$d/classes/new?scheme=topic" send $d/classes/new scheme=topic name=乡村 code=2301)"
is 'named anew' '303 *done=edited' "$(send $d/classes/topic/2301/edit name=乡村全面振兴 sort=5)"
sql_class() { "$xxgk" --json export classes | jq -r ".[] | select(.scheme == \"topic\" and .code == \"$1\") | .$2"; }
is 'what has others below stays' '422 *' "$(send $d/classes/topic/02/end into=)"
is 'unused, it ends' '303 *done=ended' "$(send $d/classes/topic/2301/end into=)"
is 'on that day' "$(TZ=Asia/Shanghai date +%F)" "$(sql_class 2301 closed_on)"
hasnt 'nobody chooses it any more' 乡村全面振兴 "$(get $d)"
has 'though it is kept' 乡村全面振兴 "$(get "$d?scheme=topic&closed=1")"
is 'another gives way' '303 *done=merged' "$(send $d/classes/topic/0201/end into=0204)"
is 'its address leads on' 电子政务 "$(curl -s "$base/topic/0201.json" | jq -r .title)"
is 'not to what ended' '422 *' "$(send $d/classes/topic/0202/end into=0201)"
is 'not twice' '422 *' "$(form=$d/classes/topic/0204/end send $d/classes/topic/0201/end into=0204)"
printf '\357\273\277scheme,code,name,parent,sort\n体裁,30,倡议书,,30\n主题,2401,数据,02,1\n' >"$home/classes.csv"
is 'classes from a file are checked' '303 *checked=2' "$(upload $d/classes/import "$home/classes.csv" check)"
is 'and taken' '303 *imported=2' "$(upload $d/classes/import "$home/classes.csv" write)"
printf 'scheme,code,name,parent\n颜色,1,红,\n主题,2401,数据,03\n' >"$home/classes.csv"
is 'all or nothing' '422 *' "$(upload $d/classes/import "$home/classes.csv" write)"
"$xxgk" export classes >"$home/all.csv"
is 'what went out comes in' 0 "$("$xxgk" import classes "$home/all.csv" >/dev/null 2>&1; echo $?)"
is 'channels' 15 "$(get $d/channels.json | jq length)"
is 'one named anew' '303 *done=1' "$(send $d/channels/channel/screen name=电子屏 unit=块 sort=10)"
has 'shows so' 电子屏 "$(get $d/channels)"
is 'one more' '303 *done=1' "$(send $d/channels/new name=短视频号 code=video unit=条 sort=16)"
is 'not without a unit' '422 *' "$(send $d/channels/new name=某 code=some unit=)"
is 'not by the name of another' '422 *' "$(send $d/channels/new name=电子屏 code=some unit=条)"
is 'nothing of that code' 404 "$(code -b "$home/$as" "$base$d/channels/channel/nothing")"
printf '代码,名称,计量单位\nvideo,视频号,条\nbus,公交屏,块\n' >"$home/channels.csv"
is 'channels from a file' '303 *imported=2' "$(upload $d/channels/import "$home/channels.csv" write)"
has 'words that ship' 社会主意 "$(get "$d/words?q=社会主意")"
is 'a word of the house' '303 *done=1' "$(send $d/words/new wrong=静宇线 right=静宇县 severity=严重 exceptions=静宇线路 enabled=1)"
has 'says whose it is' 'data-head="来源"' "$(get "$d/words?state=own")"
is 'twice is refused' '422 *' "$(send $d/words/new wrong=静宇线 right=静宇县 severity=严重 enabled=1)"
is 'so is one without what stands instead' '422 *' "$(send $d/words/new wrong=某某词 severity=警告 enabled=1)"
is 'a shipped word is switched off' '303 *done=1' "$(send $d/words/word/国务员 right=国务院 severity=严重 enabled=0)"
is 'and stands there' 1 "$(get "$d/words.json?state=off" | jq length)"
is 'nothing of that writing' 404 "$(code -b "$home/$as" "$base$d/words/word/没有")"
"$xxgk" export words >"$home/words.csv"
is 'all of them go out and come in' '303 *imported=*' "$(upload $d/words/import "$home/words.csv" write)"
is 'the shipped ones stay as they came' 2 "$(get "$d/words.json?state=own" | jq length)"
printf 'wrong,right,severity\n甲,乙,警告\n某某局,某局,轻微\n' >"$home/words.csv"
is 'words with faults' '422 *' "$(upload $d/words/import "$home/words.csv" write)"
has 'each told' '只能是提示、警告或严重' "$(page)"
as=clerk
is 'a clerk keeps none' 403 "$(code -b "$home/$as" "$base$d/words")"

# Guides and the calendar
as=gid_office
has 'who has no guide is told' 个单位还没有公开指南 "$(get /office/guides)"
guide=(classes=分类 arrangement=编排 access=获取 office_name=办公室 office_address=县城路1号 office_hours=工作日 phone=0451-0000000 internet=gk@example.gov.cn)
is 'a guide without a fax number' '422 *' "$(send /office/guides/jiaoti "${guide[@]}")"
has 'lacks what the law names' 'href="#fax"' "$(page)"
is 'with it' '303 *' "$(send /office/guides/jiaoti "${guide[@]}" fax=0451-0000001)"
has 'readers have it' 县城路1号 "$(curl -s "$base/agency/jiaoti/guide")"
s=$(seen /office/guides/jiaoti)
is 'its next edition' '303 *' "$(send /office/guides/jiaoti "${guide[@]}" fax=0451-0000002 "seen=$s")"
is 'not over one that nobody saw' '422 *' "$(send /office/guides/jiaoti "${guide[@]}" fax=0451-0000003 "seen=$s")"
has 'which is said' 已由他人修改 "$(page)"
is 'not of what ended' 409 "$(form=/office/guides/jiaoti send /office/guides/jiaoyu "${guide[@]}" fax=0 | cut -d' ' -f1)"
as=supervisor
has 'a year that is noticed' 已公布 "$(get '/office/calendar?year=2024')"
has 'and one that is not' 尚未公布 "$(get '/office/calendar?year=2027')"
is 'no such year' 404 "$(code -b "$home/$as" "$base/office/calendar?year=1066")"
is 'a year as a table' 27 "$(get '/office/calendar.json?year=2024' | jq length)"
printf 'date,kind,name\n2027-01-01,off,元旦\n2027-01-03,work,元旦\n2027-02-06,work,春节\n2027-02-08,off,春节\n2027-05-03,off,劳动节\n2027-05-08,work,劳动节\n2027-10-01,off,国庆节\n2027-10-09,work,国庆节\n' >"$home/days.csv"
is 'a notice is checked' '200 *' "$(upload /office/calendar/import "$home/days.csv" check)"
has 'for what it changes' 没有未办结事项的期限会变 "$(page)"
has 'and not taken' 尚未公布 "$(get '/office/calendar?year=2027')"
is 'then taken' '303 *imported=8' "$(upload /office/calendar/import "$home/days.csv" write)"
has 'and counts' 已公布 "$(get '/office/calendar?year=2027')"
is 'the command line gives the same' 8 "$("$xxgk" --json export calendar | jq '[.[] | select(.date | startswith("2027"))] | length')"
is 'and all units' 5 "$("$xxgk" --json export agencies | jq length)"
is 'and accounts without a password' 0 "$("$xxgk" export people | grep -ci 'argon\|hash')"
is 'and the classes, each under its own' 01 "$("$xxgk" --json export classes | jq -r '.[] | select(.scheme == "topic" and .code == "0101") | .parent')"
is 'and no list of another name' 2 "$("$xxgk" export nothing >/dev/null 2>&1; echo $?)"

# Who does the work, and with what
as=gid_office
is 'a year is told' '303 *year=2024&done=1' "$(send /office/staffing/jiaoti year=2024 staff_full=2 staff_part=3 trainees=150余 budget_wan=)"
has 'an approximate count stays one' 'value="150余"' "$(get '/office/staffing/jiaoti?year=2024')"
hasnt 'what is not told is no zero' 'name="budget_wan" type="text" class="input-short" value' "$(get '/office/staffing/jiaoti?year=2024')"
is 'a figure that is none' '422 *' "$(send /office/staffing/jiaoti year=2024 staff_full=两个)"
has 'told at the field' 'href="#staff_full"' "$(page)"
is 'a year to come' '422 *' "$(send /office/staffing/jiaoti year=2999 staff_full=1)"
is 'the head of the group' '303 *' "$(send /office/staffing/jiaoti/leaders seat=head name=李局长 post=局长 began=2024-1-1)"
is 'nobody' '422 *' "$(send /office/staffing/jiaoti/leaders seat=head name= began=2024-1-1)"
leave=$(get /office/staffing/jiaoti/leaders | grep -o 'leave=[0-9]*' | head -1 | cut -d= -f2)
is 'leaving is asked' 200 "$(code -b "$home/$as" "$base/office/staffing/jiaoti/leaders?leave=$leave")"
is 'and done' '303 *' "$(form="/office/staffing/jiaoti/leaders?leave=$leave" send /office/staffing/jiaoti/leaders/end "leave=$leave")"
is 'once' 404 "$(form=/office/staffing/jiaoti/leaders send /office/staffing/jiaoti/leaders/end "leave=$leave" | cut -d' ' -f1)"
has 'and kept' 李局长 "$(get /office/staffing/jiaoti/leaders)"

for pool in office upload; do
        is "no block was left in a $pool worker" 0 "$(metric "xxgk_worker_leaks_total{pool=\"$pool\"}")"
done
stop
is 'it stops cleanly' 0 "$stopped"
is 'the trail verifies' 0 "$("$xxgk" audit verify >/dev/null 2>&1; echo $?)"
is 'and the counts hold' 0 "$("$xxgk" check >/dev/null 2>&1; echo $?)"
echo "1..$n"
