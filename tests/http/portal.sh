#!/bin/bash
# Every page of the portal over HTTP, plain and under a prefix: pages, JSON, feeds, tables, files, search, old and
# withdrawn addresses, and the demo's figures against those of its source.
. "$(dirname "$0")/lib.sh"
"$xxgk" demo taian-waiban-2010 >"$home/demo" 2>&1 || { echo 'Bail out! no demo'; cat "$home/demo"; exit 1; }

# page TITLE PATH STATUS [TEXT]
page() {
        local got
        got=$(curl -s -o "$home/page" -w '%{http_code}' "$base$2")
        is "$1: $2" "$3" "$got"
        [ -z "${4-}" ] || has "$1: says $4" "$4" "$(tr -d '\0' <"$home/page")"
}
pages() {
        page 'home' / 200 '泰安市人民政府'
        page 'home as JSON' /index.json 200 '"latest"'
        page 'unit' /agency/ta-wqb 200 '泰安市外事侨务办公室'
        page 'guide' /agency/ta-wqb/guide 200 '政府信息公开指南'
        page 'rules' /rules 200 '政府信息公开制度'
        page 'tree' /content 200 '履职依据'
        page 'list of a unit' /agency/ta-wqb/content/content 200 '下一页'
        page 'second page' '/latest?page=2' 200 '上一页'
        page 'a page too far' '/latest?page=9' 404
        page 'feed' /latest.atom 200 '<entry>'
        page 'table' /latest.csv 200 '索引号,标题'
        page 'a table tells how each came in' /latest.csv 200 ',迁移入库,http'
        page 'workbook' /latest.xlsx 200 PK
        page 'reports' /reports 200 '年报'
        page 'how to apply' /request 200 '20个工作日'
        page 'units' /agencies 200 '泰安市外事侨务办公室'
        page 'topics' /topics 200 '综合政务'
        page 'one topic' /topic/19 200 '对外事务'
        page 'statistics' /stats 200 '<svg'
        page 'statistics as a table' '/stats.csv?year=2010' 200 '按入库方式,attested,迁移入库,45,准确数'
        page 'statistics as a workbook' /stats.xlsx 200 PK
        page 'site map' /sitemap 200 '站点地图'
        page 'site map of addresses' /sitemap.xml 200 '/sitemap/1.xml'
        page 'its first part' /sitemap/1.xml 200 '<loc>'
        page 'robots' /robots.txt 200 'Sitemap: '
        page 'OpenSearch' /opensearch.xml 200 'searchTerms'
        page 'interface file' /openapi.json 200 '"openapi"'
        page 'open data' /open 200 '数据开放'
        page 'accessibility' /accessibility 200 '无障碍声明'
        page 'feedback' /feedback 200 '找错'
        page 'a unit that is none' /agency/none 404 '页面不存在'
        page 'nothing' /no/such/page 404 '页面不存在'
        page 'nothing, as JSON' /agency/none.json 404 '"status":404'
        page 'a bad argument' '/latest?size=3' 400
        item=$(curl -s "$base/latest.json" | grep -o '"index_no":"[^"]*"' | head -1 | cut -d'"' -f4)
        page 'item' "/item/$item" 200 "$item"
        page 'item as JSON' "/item/$item.json" 200 '"body":"'
        is 'item by Accept' '*application/json*' \
                "$(head_of -H 'Accept: application/json' "$base/item/$item" | header Content-Type)"
        location=$(head_of "$base/view?elder=1&back=/item/$item" | header Location)
        is 'the switch leads back' "*/item/$item" "$location"
        has 'and the page is another then' 'elder' "$(curl -s -H 'Cookie: xxgk_elder=1' "$base/item/$item" | head -c 300)"
        has '繁體' '政府信息公開' "$(curl -s -H 'Cookie: xxgk_hant=1' "$base/")"
}

start
pages
has 'the figures of the source' '"total":45' "$(curl -s "$base/stats.json?year=2010")"
for i in $(seq 100); do # the search file is being made
        curl -s "$base/search.json?q=%E5%A4%96%E4%BA%8B" | grep -q '"count":[1-9]' && break
        sleep 0.2
done
has 'a word of two characters is found' '"index_no"' "$(curl -s "$base/search.json?q=%E5%A4%96%E4%BA%8B")"
has 'and marked' '<mark>' "$(curl -s "$base/search?q=%E5%A4%96%E4%BA%8B")"
page 'no hits' '/search?q=%E9%A5%95%E9%A4%AE%E8%B2%94%E8%B2%85' 200 '没有找到'
page 'a day that is none' '/search?q=a&from=2019-13-40' 200 '错误：'

of_column() { curl -s "$1" | grep -o '<meta name="Column[^>]*>'; }
first=$(curl -s "$base/content/A20_15_1.json" | grep -o '"url":"[^"]*/item/[^"]*"' | head -1 | cut -d'"' -f4)
[ -n "$first" ] || first=$(curl -s "$base/latest.json" | grep -o '"url":"[^"]*/item/[^"]*"' | head -1 | cut -d'"' -f4)
column=$(of_column "$first" | sed -n 's/.*ColumnName" content="\([^"]*\)".*/\1/p')
has 'an article bears the tags of its column (国办发〔2017〕47号)' 'name="ColumnType"' "$(of_column "$first")"
at=$(curl -s "$first" | grep -o 'href="[^"]*/content/[^"]*">'"$column"'<' | head -1 | cut -d'"' -f2)
is 'the same as the list of the column' "$(of_column "$base$at")" "$(of_column "$first")"

file=$(curl -s "$base/latest.json?size=100" | grep -o '"index_no":"[^"]*"' | cut -d'"' -f4 | while read -r no; do
        curl -s "$base/item/$no.json" | grep -o '"url":"[^"]*/file/[^"]*"' | head -1 | cut -d'"' -f4
done | head -1)
is 'a file is sent' 200 "$(code "$file")"
is 'and a part of it' 206 "$(code -r 0-9 "$file")"

# By range, as a download that was cut off goes on. RFC 9110, 14
curl -s -o "$home/whole" "$file"
size=$(stat -c %s "$home/whole")
tag=$(head_of "$file" | header ETag)
part() { # part TITLE RANGE FROM TO [CURL ARGUMENT …]: 206 and exactly these bytes
        local title=$1 range=$2 from=$3 to=$4 got
        shift 4
        got=$(curl -s -D "$home/head" -o "$home/part" -w '%{http_code}' -H "Range: bytes=$range" "$@" "$file")
        is "$title" "206 bytes $from-$to/$size" "$got $(header Content-Range <"$home/head")"
        is '  the bytes of it' same \
                "$(tail -c +$((from + 1)) "$home/whole" | head -c $((to - from + 1)) | cmp -s - "$home/part" && echo same)"
}
whole() { # whole TITLE RANGE [CURL ARGUMENT …]: 200 and everything
        local title=$1 range=$2 got
        shift 2
        got=$(curl -s -D "$home/head" -o "$home/part" -w '%{http_code}' -H "Range: $range" "$@" "$file")
        is "$title" '200 ' "$got $(header Content-Range <"$home/head")"
        is '  all of it' same "$(cmp -s "$home/whole" "$home/part" && echo same)"
}
is 'files say that they come in parts' bytes "$(head_of "$file" | header Accept-Ranges)"
part 'a range in the middle' 10-19 10 19
part 'one byte' 0-0 0 0
part 'from somewhere to the end' 5- 5 $((size - 1))
part 'an end beyond the end' 5-99999999999 5 $((size - 1))
part 'the last seven' -7 $((size - 7)) $((size - 1))
part 'more of the last than there are' -99999999999 0 $((size - 1))
part 'If-Range with the tag' 10-19 10 19 -H "If-Range: $tag"
whole 'If-Range with another tag' bytes=10-19 -H 'If-Range: "other"'
whole 'If-Range with a weak one' bytes=10-19 -H "If-Range: W/$tag"
whole 'If-Range with a day' bytes=10-19 -H 'If-Range: Wed, 01 Jan 2020 00:00:00 GMT'
whole 'several ranges' bytes=0-1,4-5
whole 'a range backwards' bytes=5-2
whole 'no number' bytes=a-b
whole 'another unit' lines=1-2
for range in "$size-" 99999999999-99999999999 -0; do
        is "outside: $range" "416 bytes \*/$size 0" "$(curl -s -D "$home/head" -o "$home/part" -w '%{http_code}' -H "Range: bytes=$range" "$file") $(header Content-Range <"$home/head") $(stat -c %s "$home/part")"
done
is 'what the reader has is not sent by part either' 304 "$(code -H "If-None-Match: $tag" -r 0-9 "$file")"
is 'a page comes whole' 200 "$(code -r 0-9 "$base/")"

is 'but not under another name' 404 "$(code "${file%/*}/other.pdf")"
is 'a picture in a text is sent by its hash alone' 200 "$(code "${file%/*}")"
is 'nor another file' 404 "$(code "$base/file/$(printf 'a%.0s' $(seq 64))/a.pdf")"
stop

start --prefix /xxgk
has 'links carry the prefix' 'href="/xxgk/content"' "$(curl -s "$base/")"
hasnt 'and none is without' 'href="/content"' "$(curl -s "$base/")"
pages
stop
echo "1..$n"
