#!/bin/bash
# viewgen.sh VIEWGEN CC ROOT: the template compiler: what it refuses and how it says so, and what it makes of the rest.
set -u
viewgen=$1 cc=$2 root=$3
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
n=0 bad=0
mkdir -p "$dir/src/views/t" "$dir/src/views/layout"
printf 'css/a.css css/a.1234.css\n' > "$dir/assets"
printf '{{layout plain}}<html><body>{{slot main}}<p>{{slot foot}}</p></body></html>' > "$dir/src/views/layout/plain.html"
printf '{{part p}}<i>{{a}}</i>' > "$dir/src/views/t/p.html"

say() { # say OK? NAME
        n=$((n + 1))
        if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; bad=1; fi
}

compile() { # compile FILE...
        "$viewgen" "$dir/src" "$dir/assets" "$dir/out.c" "$dir/out.h" "$dir/src/views/layout/plain.html" \
                "$dir/src/views/t/p.html" "$@" 2> "$dir/err"
}

refused() { # refused LINE 'PART OF THE MESSAGE' ENDING: template on standard input
        cat > "$dir/src/views/t/t.$3"
        rm -f "$dir/out.c"
        if compile "$dir/src/views/t/t.$3"; then
                say 1 "refused: $2"
        elif grep -qF "views/t/t.$3:$1: " "$dir/err" && grep -qF "$2" "$dir/err" && [ ! -e "$dir/out.c" ]; then
                say 0 "line $1: $2"
        else
                say 1 "$2"
                sed 's/^/# /' "$dir/err"
        fi
}

refused 1 'begins with {{view NAME}}' html <<< '<p>x</p>'
refused 2 'no hole in <script>' html <<< $'{{view t}}\n<script>{{a}}</script>'
refused 2 '<script> must stay empty' html <<< $'{{view t}}\n<script>alert(1)</script>'
refused 2 'styles are files' html <<< $'{{view t}}\n<style>p{}</style>'
refused 2 'attribute onclick: no inline script' html <<< $'{{view t}}\n<p onclick="x">y</p>'
refused 2 'attribute style: no inline script' html <<< $'{{view t}}\n<p style="x">y</p>'
refused 3 'must be quoted' html <<< $'{{view t}}\n<p\nclass={{a}}>y</p>'
refused 2 'must be quoted' html <<< $'{{view t}}\n<p class=x>y</p>'
refused 2 'may stand in text or in a quoted attribute' html <<< $'{{view t}}\n<p {{a}}>y</p>'
refused 2 'may stand in text or in a quoted attribute' html <<< $'{{view t}}\n<{{a}}>y</p>'
refused 2 'begins with {{url' html <<< $'{{view t}}\n<a href="{{a}}">y</a>'
refused 2 'not allowed' html <<< $'{{view t}}\n<a href="javascript:x">y</a>'
refused 2 'behind other text of an address' html <<< $'{{view t}}\n<a href="/x{{url a}}">y</a>'
refused 2 '</b> closes <p>' html <<< $'{{view t}}\n<p>y</b></p>'
refused 3 '<p> is not closed' html <<< $'{{view t}}\n<p>y'
refused 2 'does not leave the markup as it found it' html <<< $'{{view t}}\n{{if a}}<p>{{end}}'
refused 2 'does not leave the markup as it found it' html <<< $'{{view t}}\n<p{{if a}}>{{else}} class="b"{{end}}</p>'
refused 2 'without a block' html <<< $'{{view t}}\n{{end}}'
refused 3 'has no {{end}}' html <<< $'{{view t}}\n{{if a}}'
refused 2 'does not belong to this block' html <<< $'{{view t}}\n{{if a}}{{none}}{{end}}'
refused 2 'behind the last branch' html <<< $'{{view t}}\n{{if a}}{{else}}{{else}}{{end}}'
refused 2 'and and or in one condition' html <<< $'{{view t}}\n{{if a and b or c}}{{end}}'
refused 2 'is not a name of a value' html <<< $'{{view t}}\n{{a(1)}}'
refused 2 'Only a | filter' html <<< $'{{view t}}\n{{a b}}'
refused 2 'outside of {{each}}' html <<< $'{{view t}}\n{{@n}}'
refused 2 'there is none here' html <<< $'{{view t}}\n{{.}}'
refused 2 'there is no asset' html <<< $'{{view t}}\n<img src="{{asset css/b.css}}">'
refused 2 'there is no part' html <<< $'{{view t}}\n{{part q a}}'
refused 2 'stands in text, not in a tag' html <<< $'{{view t}}\n<p title="{{part p a}}">x</p>'
refused 1 'there is no layout' html <<< '{{view t}}{{layout other}}x'
refused 1 'has no slot' html <<< '{{view t}}{{layout plain}}{{fill head}}x{{end}}'
refused 2 'in HTML text only' html <<< $'{{view t}}\n<p title="{{safe a}}">x</p>'
refused 2 'bare <' html <<< $'{{view t}}\n1 < 2'
refused 2 '{{ is not closed' html <<< $'{{view t}}\n{{a'
refused 2 'has no value' xml <<< $'{{view t}}\n<a b>x</a>'
refused 2 'has no meaning in JSON' json <<< $'{{view t}}\n{"a": ;}'
refused 3 '} is not closed' json <<< $'{{view t}}\n{"a": 1'
refused 2 'closes nothing' json <<< $'{{view t}}\n{"a": 1]}'
refused 3 'one value' json <<< $'{{view t}}\n{} {}'

# What it makes: compiled, run, compared.
cat > "$dir/src/views/t/t.h" <<'END'
#pragma once
#include "base/buf.h"
#include "base/html.h"
#include "views/site.h"
struct part_p { const char *a; };
struct row { const char *name; int64_t n; struct day day; const char *const *words; size_t n_words; };
struct view_t { struct view_page page; const char *a, *u; bool yes; size_t size; const struct row *rows; size_t n_rows;
        struct part_p held; const struct part_p *pointed; struct safe_html raw; };
END
echo '#include "views/t/t.h"' > "$dir/src/views/t/p.h"
cat > "$dir/src/views/t/t.html" <<'END'
{{view t}}{{layout plain}}
<!-- dropped -->
<p class="x{{if yes}} y{{end}}" title='{{a}}'>
  一行
  二行 {{a}}, b
</p>
{{fill foot}}脚{{end}}
<a href="/s?q={{a}}&amp;n={{size}}">s</a><a href="{{url u}}">u</a><a href="{{url a}}">r</a>
<ul>{{each rows}}<li{{if @last}} class="last"{{end}}>{{@n}} {{name}} {{n}} {{day}}{{each words}}[{{.}}]{{none}}-{{end}}{{$a}}</li>{{end}}</ul>
{{part p held}}{{part p pointed}}{{with pointed}}<b>{{a}}</b>{{end}}{{safe raw}}
{{if a == "x" or size != 3}}no{{elif !yes}}no{{else}}yes{{end}}
<textarea>
 {{a}}</textarea><pre> a
  b</pre><br>
END
cat > "$dir/src/views/t/t.json" <<'END'
{{view t}}
{"a": {{a}}, "none": {{u}} {{if yes}}"yes": {{yes}}{{end}}
 "rows": [{{each rows}}{"n": {{n}} "day": {{day}} "words": [{{each words}}{{.}}{{end}}]}{{end}}] "s": "<{{a}}>", "e": [], "deep": {{{each rows}}"{{name}}": [1 2 {{$size}}]{{end}}}}
END
cat > "$dir/src/views/t/t.xml" <<'END'
{{view t}}
<?xml version="1.0" encoding="utf-8"?>
<f xmlns="x"><l href="{{abs u}}"/>{{each rows}}<n>{{name}}</n>{{end}}</f>
END
cat > "$dir/src/views/t/t.txt" <<'END'
{{view t}}
Line: {{a}}
{{if yes}}Yes
{{end}}
END
cat > "$dir/main.c" <<'END'
#include "views/t/t.h"
#include "views/views.h"
int main(void)
{
        TALLOC_CTX *mem = mem_root();
        static const char *const words[] = {"a", "<"};
        struct row rows[] = {{"n&1", 1, {18262}, words, 2}, {"n2", -2, {INT32_MIN}, NULL, 0}};
        struct part_p p = {"in"};
        struct view_site site = {.prefix = "/p", .origin = "https://o"};
        struct view_t v = {.a = "java\"s'cript:<&>/?\x01", .u = "/x?a=1&b", .yes = true, .size = 3, .rows = rows, .n_rows = 2, .held = {"h"}, .pointed = &p, .raw = {"<hr>"}};
        struct buf out = buf_new(mem, 1 << 20);
        view_t(&out, &site, &v);
        buf_char(&out, '\n');
        v.u = NULL;
        view_t_json(&out, &site, &v);
        v.u = "/x?a=1&b";
        buf_char(&out, '\n');
        view_t_xml(&out, &site, &v);
        buf_char(&out, '\n');
        view_t_txt(&out, &site, &v);
        (void)fputs(buf_text(&out), stdout);
        talloc_free(mem);
        return 0;
}
END
cat > "$dir/expected" <<'END'
<html><body><p class="x y" title='java&quot;s&#39;cript:&lt;&amp;&gt;/?'>一行二行 java&quot;s&#39;cript:&lt;&amp;&gt;/?, b</p><a href="/p/s?q=java%22s%27cript%3A%3C%26%3E%2F%3F%01&amp;n=3">s</a><a href="/x?a=1&amp;b">u</a><a href="#">r</a><ul><li>1 n&amp;1 1 2020-01-01[a][&lt;]java&quot;s&#39;cript:&lt;&amp;&gt;/?</li><li class="last">2 n2 -2 -java&quot;s&#39;cript:&lt;&amp;&gt;/?</li></ul><i>h</i><i>in</i><b>in</b><hr>yes<textarea>

 java&quot;s&#39;cript:&lt;&amp;&gt;/?</textarea><pre> a
  b</pre><br><p>脚</p></body></html>
{"a":"java\"s'cript:<&>/?\u0001","none":null,"yes":true,"rows":[{"n":1,"day":"2020-01-01","words":["a","<"]},{"n":-2,"day":null,"words":[]}],"s":"<java\"s'cript:<&>/?\u0001>","e":[],"deep":{"n&1":[1,2,3],"n2":[1,2,3]}}
<?xml version="1.0" encoding="utf-8"?><f xmlns="x"><l href="https://o/x?a=1&amp;b"/><n>n&amp;1</n><n>n2</n></f>
Line: java"s'cript:<&>/? 
Yes

END
build() {
        "$cc" -std=gnu17 -D_GNU_SOURCE -Wall -Wextra -Werror -I"$dir/src" -I"$dir/gen" -I"$root/src" -o "$dir/run" "$dir/main.c" "$dir/out.c" \
                "$root"/src/views/{kit,filter}.c "$root"/src/base/{buf,err,day,instant,problems,utf8,json}.c -ltalloc -ljansson "$@" > "$dir/err" 2>&1
}
mkdir -p "$dir/gen/views"
compile "$dir"/src/views/t/t.{html,json,xml,txt} && cp "$dir/out.h" "$dir/gen/views/views.h" && build
say $? 'a template of everything compiles without a warning'
[ -s "$dir/err" ] && sed 's/^/# /' "$dir/err" | head -20
"$dir/run" > "$dir/got" 2>&1 && diff "$dir/expected" "$dir/got" > "$dir/diff"
say $? 'and escapes each hole for its spot'
[ -s "$dir/diff" ] && sed 's/^/# /' "$dir/diff"

# What only the C compiler knows: a bool is no text, a string is no safe HTML, a name must exist.
for hole in '{{yes}}' '{{safe a}}' '{{nothing}}' '{{a | nothing}}'; do
        printf '{{view t}}\n%s' "$hole" > "$dir/src/views/t/t.html"
        compile "$dir/src/views/t/t.html" && cp "$dir/out.h" "$dir/gen/views/views.h" && ! build && grep -q 'views/t/t.html:2:' "$dir/err"
        say $? "refused by the C compiler at the template's line: $hole"
done
echo "1..$n"
exit $bad
