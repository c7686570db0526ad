#!/bin/bash
# What a page is over HTTP: formats, encodings, tags, ranges, prefix, caching, and what a publication does to it.
. "$(dirname "$0")/lib.sh"
"$seed" "$XXGK_DB" >/dev/null || { echo 'Bail out! no county'; exit 1; }
read -r id index < <("$seed" "$XXGK_DB" publish jiaoyu 关于做好春季招生工作的通知)
read -r _ other < <("$seed" "$XXGK_DB" publish caizheng 关于公布年度预算的通知)
start
item=/item/$index

# Formats and methods.
is 'home' 200 "$(code "$base/")"
is 'a unit' 200 "$(code "$base/agency/jiaoyu")"
has 'an article has its title' 关于做好春季招生工作的通知 "$(curl -s "$base$item")"
is 'JSON by suffix' application/json* "$(head_of "$base$item.json" | header Content-Type)"
is 'JSON by Accept' application/json* "$(head_of -H 'Accept: application/json' "$base$item" | header Content-Type)"
is 'HTML for a browser' text/html* "$(head_of -H 'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' "$base$item" | header Content-Type)"
is 'JSON is JSON' object "$(curl -s "$base$item.json" | jq -r type)"
is 'home as JSON' object "$(curl -s "$base/index.json" | jq -r type)"
is 'what is not offered is 404' 404 "$(code "$base$item.xlsx")"
is 'HEAD has the length of GET' "$(curl -s "$base$item" | wc -c)" "$(curl -sI "$base$item" | header Content-Length)"
is 'HEAD has no body' 0 "$(curl -s -X HEAD --max-time 1 "$base$item" | wc -c)"
is 'POST where only GET is' 405 "$(code -d a=b "$base/agency/jiaoyu" -H 'Content-Length: 3')"
is 'and it says what there is' 'GET, HEAD' "$(head_of -X PUT "$base/agency/jiaoyu" | header Allow)"
is 'nothing there' 404 "$(code "$base/no/such/page")"
is 'nothing there, as JSON' 404 "$(curl -s -H 'Accept: application/json' "$base/item/none.json" | jq -r .status)"
is 'a slash at the end leads to the page' 301 "$(code "$base/agencies/")"
is 'with its arguments' "/agencies?by=name" "$(head_of "$base/agencies/?by=name" | header Location)"
is 'an argument nobody knows changes nothing' 200 "$(code "$base/agencies?utm_source=x")"

# Encodings and tags.
curl -s "$base$item" >"$home/plain"
curl -s --compressed -H 'Accept-Encoding: gzip' "$base$item" >"$home/gzip"
curl -s --compressed -H 'Accept-Encoding: br' "$base$item" >"$home/br"
is 'gzip is the same page' '' "$(cmp "$home/plain" "$home/gzip" 2>&1)"
is 'brotli is the same page' '' "$(cmp "$home/plain" "$home/br" 2>&1)"
is 'br is taken where both are' br "$(head_of -H 'Accept-Encoding: gzip, deflate, br' "$base$item" | header Content-Encoding)"
is 'a refused coding is not sent' gzip "$(head_of -H 'Accept-Encoding: br;q=0, gzip;q=0.5' "$base$item" | header Content-Encoding)"
is 'nothing is compressed unasked' '' "$(head_of "$base$item" | header Content-Encoding)"
has 'caches keep encodings apart' Accept-Encoding "$(head_of "$base$item" | header Vary)"
tag=$(head_of "$base$item" | header ETag)
is 'a strong tag' '"*"' "$tag"
is 'asked with it: 304' 304 "$(code -H "If-None-Match: $tag" "$base$item")"
is 'in a list of tags' 304 "$(code -H "If-None-Match: \"x\", $tag" "$base$item")"
is 'with another: 200' 200 "$(code -H 'If-None-Match: "x"' "$base$item")"
is 'the tag of gzip is another' different "$([ "$(head_of -H 'Accept-Encoding: gzip' "$base$item" | header ETag)" = "$tag" ] && echo same || echo different)"
css=$(curl -s "$base/" | grep -o '/assets/css/[^"]*' | head -1)
has 'assets are kept for a year' 'immutable' "$(head_of "$base$css" | header Cache-Control)"
has 'pages are asked again' 'no-cache' "$(head_of "$base$item" | header Cache-Control)"
is '繁體 is another page' different "$(curl -s -b xxgk_hant=1 "$base$item" | cmp -s - "$home/plain" && echo same || echo different)"
is '长者模式 is another page' different "$(curl -s -b xxgk_elder=1 "$base$item" | cmp -s - "$home/plain" && echo same || echo different)"

# Headers of safety.
all=$(head_of "$base$item")
has 'a content policy' "default-src 'self'" "$(header Content-Security-Policy <<<"$all")"
hasnt 'without exceptions' unsafe "$(header Content-Security-Policy <<<"$all")"
is 'no sniffing' nosniff "$(header X-Content-Type-Options <<<"$all")"
has 'no framing by others' "frame-ancestors 'self'" "$all"
is 'a referrer policy' 'strict-origin*' "$(header Referrer-Policy <<<"$all")"
has 'a permissions policy' 'camera=()' "$(header Permissions-Policy <<<"$all")"
is 'no HSTS over HTTP' '' "$(header Strict-Transport-Security <<<"$all")"
is 'HSTS when a trusted proxy says https' 'max-age=*' "$(head_of -H 'X-Forwarded-Proto: https' "$base$item" | header Strict-Transport-Security)"
is 'no cookie on public pages' '' "$(header Set-Cookie <<<"$all")"

# The cache, and what a publication does to it.
curl -s "$base/agency/caizheng" >/dev/null
curl -s "$base/agency/jiaoyu" >/dev/null
hits=$(metric 'xxgk_cache_total{route="portal_unit",result="hit"}')
misses=$(metric 'xxgk_cache_total{route="portal_unit",result="miss"}')
curl -s "$base/agency/caizheng" >/dev/null
is 'a page asked again comes from the cache' $((hits + 1)) "$(metric 'xxgk_cache_total{route="portal_unit",result="hit"}')"
"$seed" "$XXGK_DB" publish jiaoyu 关于召开家长会的通知 >/dev/null
sleep 0.3
curl -s "$base/agency/caizheng" >/dev/null
is 'a publication of one unit leaves the page of another' $((hits + 2)) "$(metric 'xxgk_cache_total{route="portal_unit",result="hit"}')"
has 'and shows on its own within 300 ms, from another process' 关于召开家长会的通知 "$(curl -s "$base/agency/jiaoyu")"
is 'which was made again' $((misses + 1)) "$(metric 'xxgk_cache_total{route="portal_unit",result="miss"}')"
has 'in its list' 关于召开家长会的通知 "$(curl -s "$base/agency/jiaoyu/latest")"
has 'in its feed' 关于召开家长会的通知 "$(curl -s "$base/agency/jiaoyu/latest.atom")"
has 'on the home page' 关于召开家长会的通知 "$(curl -s "$base/")"

# 上一条, 下一条: who stands beside whom in the list of unit and column.
read -r mid_id mid < <("$seed" "$XXGK_DB" publish jiaoyu 关于校园安全检查的通知)
read -r _ last < <("$seed" "$XXGK_DB" publish jiaoyu 关于教师资格认定的公告)
sleep 0.3
curl -s "$base/item/$mid" >"$home/mid"
has 'the newer one before it' 'rel="prev" href="/item/*">关于教师资格认定的公告<' "$(cat "$home/mid")"
has 'the older one after it' 'rel="next" *>关于召开家长会的通知<' "$(cat "$home/mid")"
has 'in JSON too' '"beside":\[{"rel":"prev","index_no":"*","title":"关于教师资格认定的公告","url":"*"},{"rel":"next",*' "$(curl -s "$base/item/$mid.json")"
hasnt 'the newest has none before it' 'rel="prev"' "$(curl -s "$base/item/$last")"
for i in "$item" "/item/$mid" "/item/$last"; do curl -s "$base$i" >/dev/null; done
hits=$(metric 'xxgk_cache_total{route="portal_item",result="hit"}')
"$seed" "$XXGK_DB" publish jiaoyu 关于暑假放假的通知 >/dev/null
sleep 0.3
has 'what comes in before the newest shows on its page' '关于暑假放假的通知</a>' "$(curl -s "$base/item/$last")"
for i in "$item" "/item/$mid"; do curl -s "$base$i" >/dev/null; done
is 'and leaves the pages of the same list that do not name it' $((hits + 2)) "$(metric 'xxgk_cache_total{route="portal_item",result="hit"}')"
"$seed" "$XXGK_DB" withdraw "$mid_id"
sleep 0.3
hasnt 'a withdrawn neighbour is not named any more' 校园安全检查 "$(curl -s "$base/item/$last")"
has 'but who follows it' 'rel="next" *>关于召开家长会的通知<' "$(curl -s "$base/item/$last")"
for path in "$item" "$item.json" / /agency/jiaoyu /agency/jiaoyu/latest.atom; do curl -s "$base$path" >/dev/null; done
"$seed" "$XXGK_DB" withdraw "$id"
sleep 0.3
is 'a withdrawn item is gone' 410 "$(code "$base$item")"
is 'as JSON too' 410 "$(code "$base$item.json")"
has 'with the reason' 内容有误 "$(curl -s "$base$item")"
for path in / /agency/jiaoyu /agency/jiaoyu/latest /agency/jiaoyu/latest.json /agency/jiaoyu/latest.atom /latest.csv; do
        hasnt "it left $path" 关于做好春季招生工作的通知 "$(curl -s "$base$path")"
done
is 'the other stays' 200 "$(code "$base/item/$other")"
for i in 1 2 3 4 5 6 7 8; do curl -s -o /dev/null -w '%{http_code}\n' "$base/agencies?by=name&n=$i" & done >"$home/codes"
wait $(jobs -p | grep -v "^$server$")
is 'eight at once get their page' '8 200' "$(sort "$home/codes" | uniq -c | xargs)"

# Behind a proxy that is not trusted, and over plain HTTP from afar.
is 'sign-in is refused over plain HTTP from afar' 403 "$(code -H 'X-Forwarded-For: 203.0.113.9' "$base/office/sign-in")"
is 'but not when the proxy says https' 200 "$(code -H 'X-Forwarded-For: 203.0.113.9' -H 'X-Forwarded-Proto: https' "$base/office/sign-in")"
is 'metrics are not for visitors' 404 "$(code -H 'X-Forwarded-For: 203.0.113.9' "$base/metrics")"
has 'health in words' '"store":"ok"' "$(curl -s "$base/healthz.json")"
is 'visitors hear no more than that it is well' '{"ok":true}' "$(curl -s -H 'X-Forwarded-For: 203.0.113.9' "$base/healthz.json")"
is 'in text too' ok "$(curl -s -H 'X-Forwarded-For: 203.0.113.9' "$base/healthz.txt")"
for pool in portal office upload search watch; do
        is "no block was left in a $pool worker" 0 "$(metric "xxgk_worker_leaks_total{pool=\"$pool\"}")"
done
stop
is 'it stops cleanly' 0 "$stopped"

listen='[::1]:0' start --prefix /xxgk
is 'under a prefix, over IPv6' 200 "$(code -g "$base/")"
is 'links carry it' '/xxgk/*' "$(curl -sg "$base/" | grep -o 'href="/[^"]*' | sed 's/href="//' | grep -v '^/xxgk/' | head -1 | grep . || echo /xxgk/all)"
is 'the article too' 200 "$(code -g "$base/item/$other")"
is 'outside of it there is nothing' 404 "$(code -g "${base%/xxgk}/agencies")"
is 'the bare prefix leads in' 301 "$(code -g "$base")"
has 'cookies are for the prefix' 'Path=/xxgk' "$(head_of -g "$base/office/sign-in" | header Set-Cookie)"
stop
echo "1..$n"
