#!/bin/bash
# Requests that two servers could read differently are refused before a handler runs.
. "$(dirname "$0")/lib.sh"
start
before=$(metric 'xxgk_requests_total{route="healthz",status="200"}')

# refused TITLE REQUEST (with printf escapes)
refused() {
        local got
        # shellcheck disable=SC2059 # escapes on purpose
        got=$(printf "$2" | "$wire" "$port" send)
        case $got in 4?? | 501 | 505 | closed) is "$1" ok ok ;; *) is "$1" "4xx, 501 or closed" "$got" ;; esac
}
G='GET /healthz HTTP/1.1\r\n'
P='POST /office/sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n'

is 'a sound request is answered' 200 "$(printf "${G}Host: a\r\n\r\n" | "$wire" "$port" send)"
refused 'no Host' "$G\r\n"
refused 'no Host, HTTP/1.0' 'GET /healthz HTTP/1.0\r\n\r\n'
refused 'an empty Host' "${G}Host:\r\n\r\n"
refused 'two Hosts' "${G}Host: a\r\nHost: b\r\n\r\n"
refused 'two equal Hosts' "${G}Host: a\r\nHost: a\r\n\r\n"
refused 'a Host with a space' "${G}Host: a b\r\n\r\n"
refused 'two different Content-Length' "${P}Content-Length: 4\r\nContent-Length: 5\r\n\r\na=b&c"
refused 'two equal Content-Length' "${P}Content-Length: 3\r\nContent-Length: 3\r\n\r\na=b"
refused 'Content-Length with Transfer-Encoding' "${P}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
refused 'the same on GET' "${G}Host: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
refused 'Transfer-Encoding: gzip, chunked' "${P}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"
refused 'Transfer-Encoding: chunked without a length' "${P}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
refused 'Content-Length: +5' "${P}Content-Length: +5\r\n\r\na=b&c"
refused 'Content-Length: -1' "${P}Content-Length: -1\r\n\r\n"
refused 'Content-Length: 0x3' "${P}Content-Length: 0x3\r\n\r\na=b"
refused 'Content-Length: 3, 3' "${P}Content-Length: 3, 3\r\n\r\na=b"
refused 'Content-Length of twenty digits' "${P}Content-Length: 99999999999999999999\r\n\r\na=b"
refused 'no Content-Length on POST' "${P}\r\n"
refused 'a space before the colon' "${G}Host: a\r\nX-One : 1\r\n\r\n"
refused 'a space before the colon of Content-Length' "${P}Content-Length : 3\r\n\r\na=b"
refused 'an empty header name' "${G}Host: a\r\n: x\r\n\r\n"
refused 'an empty header name at the end' "${G}Host: a\r\n:\r\n\r\n"
refused 'an empty header name first' "${G}: x\r\nHost: a\r\n\r\n"
refused 'NUL in a value' "${G}Host: a\r\nX-One: a\000b\r\nX-Two: c\r\n\r\n"
refused 'NUL in the last value' "${G}Host: a\r\nX-One: a\000b\r\n\r\n"
refused 'NUL in a name' "${G}Host: a\r\nX\000One: a\r\n\r\n"
refused 'a folded line' "${G}Host: a\r\nX-One: a\r\n b\r\nX-Two: c\r\n\r\n"
refused 'a folded line at the end' "${G}Host: a\r\nX-One: a\r\n\tb\r\n\r\n"
refused 'a folded line first' "${G} Host: a\r\nHost: a\r\n\r\n"
is 'empty values and blanks are fine' 200 "$(printf "${G}Host: \t a\r\nX-One:\r\nX-Two:   \r\nX-Three:b \r\n\r\n" | "$wire" "$port" send)"
is 'so are line feeds alone' 200 "$(printf 'GET /healthz HTTP/1.1\nHost: a\nX-One: b\n\n' | "$wire" "$port" send)"
refused 'a control byte in a value' "${G}Host: a\r\nX-One: a\001b\r\n\r\n"
refused 'a carriage return in a value' "${G}Host: a\r\nX-One: a\rb\r\n\r\n"
refused 'a control byte in a name' "${G}Host: a\r\nX\001One: a\r\n\r\n"
refused 'a header without a colon' "${G}Host: a\r\nnonsense\r\n\r\n"
refused 'a header of 64 KB' "${G}Host: a\r\nX-One: $(head -c 65536 /dev/zero | tr '\0' a)\r\n\r\n"
refused '2000 headers' "${G}Host: a\r\n$(for i in $(seq 2000); do printf 'X-%d: 1\\r\\n' "$i"; done)\r\n"
refused 'HTTP/0.9' 'GET /healthz\r\n'
refused 'HTTP/2.0' 'GET /healthz HTTP/2.0\r\nHost: a\r\n\r\n'
refused 'an unknown method' 'BREW /healthz HTTP/1.1\r\nHost: a\r\n\r\n'
refused 'TRACE' 'TRACE /healthz HTTP/1.1\r\nHost: a\r\n\r\n'
refused 'DELETE' 'DELETE /healthz HTTP/1.1\r\nHost: a\r\n\r\n'
refused 'Expect: something' "${P}Content-Length: 3\r\nExpect: something\r\n\r\na=b"
refused 'a compressed body' "${P}Content-Length: 3\r\nContent-Encoding: gzip\r\n\r\na=b"
refused 'a body on GET' "${G}Host: a\r\nContent-Length: 3\r\n\r\na=b"
refused '%00 in the path' 'GET /healthz%%00 HTTP/1.1\r\nHost: a\r\n\r\n'
refused 'a dot segment' 'GET /office/../healthz HTTP/1.1\r\nHost: a\r\n\r\n'
refused 'an encoded dot segment' 'GET /office/%%2e%%2e/healthz HTTP/1.1\r\nHost: a\r\n\r\n'
refused 'bytes that are not UTF-8' 'GET /item/%%ff%%fe HTTP/1.1\r\nHost: a\r\n\r\n'
refused 'an overlong encoding' 'GET /item/%%c0%%af HTTP/1.1\r\nHost: a\r\n\r\n'
refused 'a broken escape' 'GET /item/%%4 HTTP/1.1\r\nHost: a\r\n\r\n'
refused 'a control byte in an argument' 'GET /office/sign-in?next=%%0d%%0aX: HTTP/1.1\r\nHost: a\r\n\r\n'
refused 'an absolute address' 'GET http://b/healthz HTTP/1.1\r\nHost: a\r\n\r\n'
refused 'a second request behind a refused body' "${P}Content-Length: 99999\r\n\r\n${G}Host: a\r\n\r\n"
is 'no handler ran' "$((before + 3))" "$(metric 'xxgk_requests_total{route="healthz",status="200"}')"

big=$(for i in $(seq 40); do printf 'X-%d: %s\\r\\n' "$i" "$(head -c 300 /dev/zero | tr '\0' a)"; done)
is 'a header of 12 KB is fine' 200 "$(printf "${G}Host: a\r\n$big\r\n" | "$wire" "$port" send)"
is 'and so it is in small pieces' '200 *' "$(printf "${G}Host: a\r\n${big:0:4200}\r\nX: y\r\n\r\n" | "$wire" "$port" slow 1000)"
is 'a long address is 414' 414 "$(code "$base/item/$(head -c 3000 /dev/zero | tr '\0' a)")"
is 'a form above its limit is 413' 413 "$(head -c 20000 /dev/zero | tr '\0' a | code -H 'Content-Type: application/x-www-form-urlencoded' --data-binary @- "$base/office/sign-in")"
is 'a form of another kind is 415' 415 "$(code -H 'Content-Type: text/plain' -d a=b "$base/office/sign-in")"
is 'pipelined requests are answered each' 3 "$(printf "${G}Host: a\r\n\r\n${G}Host: a\r\n\r\n${G}Host: a\r\nConnection: close\r\n\r\n" | "$wire" "$port" count)"
is 'after a refusal the connection is closed' 1 "$(printf "${G}\r\n${G}Host: a\r\n\r\n" | "$wire" "$port" count)"

# Three connections that waste time, side by side.
printf "${G}Host: a\r\nX-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n\r\n" | "$wire" "$port" slow 1 >"$home/slow" &
"$wire" "$port" idle >"$home/idle" &
"$wire" "$port" idle $'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n' >"$home/kept" &
wait %2 %3 %4 2>/dev/null || wait $!
sleep 3
is 'a header at a byte a second is cut' 'closed *' "$(cat "$home/slow")"
within 'after ten seconds' 9000 12500 "$(cut -d' ' -f2 "$home/slow")"
within 'a connection that says nothing is cut after ten seconds' 9000 11500 "$(cut -d' ' -f2 "$home/idle")"
within 'and so is one that had its answer' 9000 11500 "$(cut -d' ' -f2 "$home/kept")"
is 'the server is well' 200 "$(code "$base/healthz")"
for pool in portal office upload watch; do
        is "no block was left in a $pool worker" 0 "$(metric "xxgk_worker_leaks_total{pool=\"$pool\"}")"
done
stop
is 'it stops cleanly' 0 "$stopped"
echo "1..$n"
