#!/bin/bash
# The shipped nginx site before the real binary: TLS and HTTP/2 work, and what SECURITY.md leaves to nginx is refused by it.
# usage: nginx.sh XXGK PACKAGING_DIR
set -u
xxgk=$1 packaging=$2
PATH=$PATH:/usr/sbin:/sbin
home=$(mktemp -d)
n=0

finish() {
        [ -f "$home/nginx.pid" ] && kill "$(cat "$home/nginx.pid")"
        [ -n "${server:-}" ] && kill "$server" && wait "$server"
        rm -rf "$home"
} 2>/dev/null
trap finish EXIT

free_port() {
        local port
        while port=$((20000 + RANDOM % 20000)) && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
        echo "$port"
}

is() { # is TITLE WANTED GOT: WANTED is a pattern of case
        n=$((n + 1))
        # shellcheck disable=SC2254 # a pattern on purpose
        case $3 in
        $2) echo "ok $n - $1" ;;
        *) printf 'not ok %d - %s\n# wanted %s, got %s\n' "$n" "$1" "$2" "$3" ;;
        esac
}

raw() { # raw REQUEST (with printf escapes): the status nginx answers, or "closed"
        local status
        # shellcheck disable=SC2059 # escapes on purpose
        status=$( (printf "$1"; sleep 1) | openssl s_client -quiet -connect "127.0.0.1:$tls" 2>/dev/null |
                tr -d '\0' | head -1 | cut -d' ' -f2)
        echo "${status:-closed}"
}

command -v nginx >/dev/null || { echo 'Bail out! no nginx (package nginx-light)'; exit 1; }
behind=$(free_port) plain=$(free_port) tls=$(free_port)
"$xxgk" --data "$home/data" serve --listen "127.0.0.1:$behind" >"$home/serve.log" 2>&1 &
server=$!
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout "$home/key.pem" -out "$home/cert.pem" 2>/dev/null
sed -e "s#/etc/ssl/xxgk/fullchain.pem#$home/cert.pem#" -e "s#/etc/ssl/xxgk/privkey.pem#$home/key.pem#" \
        -e "s#/etc/nginx/snippets/#$packaging/nginx/#" -e "s#127.0.0.1:808[01]#127.0.0.1:$behind#" \
        -e "s#listen 80;#listen 127.0.0.1:$plain;#" -e "s#listen 443#listen 127.0.0.1:$tls#" -e '/listen \[::\]/d' \
        "$packaging/nginx/xxgk.conf" >"$home/site.conf"
cat >"$home/nginx.conf" <<CONF
pid $home/nginx.pid;
error_log $home/error.log;
daemon on;
events { }
http {
        access_log off;
        client_body_temp_path $home/body;
        proxy_temp_path $home/proxy;
        fastcgi_temp_path $home/fastcgi;
        uwsgi_temp_path $home/uwsgi;
        scgi_temp_path $home/scgi;
        include $home/site.conf;
}
CONF
nginx -c "$home/nginx.conf" -p "$home" 2>"$home/start.log"
is 'nginx takes the shipped site' 0 $?

for _ in $(seq 100); do
        curl -s -o /dev/null "http://127.0.0.1:$behind/healthz" && break
        sleep 0.1
done
get() {
        curl -s -k -o /dev/null -w "$1" "${@:2}"
}
is 'HTTP/2 over TLS reaches the program' '2 200' "$(get '%{http_version} %{http_code}' --http2 "https://127.0.0.1:$tls/healthz")"
is 'plain HTTP is sent to https' '301 https:*' "$(get '%{http_code} %{redirect_url}' "http://127.0.0.1:$plain/x")"
is 'an honest request by hand' 200 "$(raw 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')"
is 'a NUL byte in a header is refused' 400 "$(raw 'GET / HTTP/1.1\r\nHost: a\r\nX-A: b\0c\r\nConnection: close\r\n\r\n')"
is 'a folded header line is refused' 400 "$(raw 'GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\nConnection: close\r\n\r\n')"
is 'no Host is refused' 400 "$(raw 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')"
is 'two Content-Length are refused' 400 \
        "$(raw 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab')"
is 'Content-Length with Transfer-Encoding is refused' 400 \
        "$(raw 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n')"
is 'a blank before the colon is refused' 400 "$(raw 'GET / HTTP/1.1\r\nHost: a\r\nX-A : b\r\nConnection: close\r\n\r\n')"
# Loopback has more addresses than the two that may watch.
for path in /healthz /metrics /healthz.json /xxgk/healthz /a/b/metrics /%68ealthz /healthz/; do
        is "$path is not for visitors" 403 "$(get '%{http_code}' --interface 127.0.0.2 "https://127.0.0.1:$tls$path")"
done
is 'pages are' 200 "$(get '%{http_code}' --interface 127.0.0.2 "https://127.0.0.1:$tls/robots.txt")"
echo "1..$n"
