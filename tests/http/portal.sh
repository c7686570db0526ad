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
        page 'workbook' /latest.xlsx 200 PK
        page 'reports' /reports 200 '年报'
        page 'how to apply' /request 200 '20个工作日'
        page 'units' /agencies 200 '泰安市外事侨务办公室'
        page 'topics' /topics 200 '综合政务'
        page 'one topic' /topic/19 200 '对外事务'
        page 'statistics' /stats 200 '<svg'
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

file=$(curl -s "$base/latest.json?size=100" | grep -o '"index_no":"[^"]*"' | cut -d'"' -f4 | while read -r no; do
        curl -s "$base/item/$no.json" | grep -o '"url":"[^"]*/file/[^"]*"' | head -1 | cut -d'"' -f4
done | head -1)
is 'a file is sent' 200 "$(code "$file")"
is 'and a part of it' 206 "$(code -r 0-9 "$file")"
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
