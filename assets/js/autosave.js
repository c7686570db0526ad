/* Saves a form under its data-autosave address some seconds after the typing stopped, and says so. Without it the button of the
   form does the same. What could not be saved stays on the page and is tried again; when somebody else saved meanwhile it stops and
   leads to the page on which both texts stand. */
(function () {
        "use strict";
        var form = document.querySelector("form[data-autosave]");
        var said = document.querySelector("[data-autosave-say]");
        var LOOK = 1000, QUIET = 3, AGAIN = 10; /* ms; looks without a change before it saves; after it failed */
        var saved, seen, still = 0, wait = 0, busy = false, stopped = false, left = false;

        if (!form || !said || !window.fetch || !window.URLSearchParams)
                return;

        /* All but files, which go with the button, and the text in the form that is not used. */
        function typed() {
                var tree = form.querySelector("input[name='body-tree']");
                var out = new URLSearchParams();

                new FormData(form).forEach(function (value, name) {
                        if (typeof value !== "string" || name === "keep" || name === "has_files" || name === "brought")
                                return;
                        if (tree && tree.value && (name === "body" || name === "body_json"))
                                return;
                        out.append(name, value);
                });
                return out;
        }

        function without_version(fields) {
                fields.delete("version");
                fields.delete("csrf");
                return fields.toString();
        }

        function say(words, act) {
                said.textContent = words;
                if (act)
                        said.appendChild(act);
        }

        function make(tag, words) {
                var el = document.createElement(tag);

                el.textContent = words;
                return el;
        }

        function clock() {
                var now = new Date();

                return now.getHours() + ":" + (now.getMinutes() < 10 ? "0" : "") + now.getMinutes();
        }

        function later(words, act) {
                wait = AGAIN;
                say(words, act);
        }

        function raced() {
                var button = make("button", "核对并合并");

                stopped = true;
                button.type = "submit";
                button.className = "button button-secondary";
                say("您修改期间，别人保存过本稿，自动保存已停止。您填写的内容都在。", button);
        }

        /* Signed out meanwhile: after signing in again in another window the form needs the token of the new session. */
        function signed_out() {
                var link = make("a", "在新窗口登录");

                link.href = "/office/sign-in";
                link.target = "_blank";
                link.rel = "noopener";
                later("登录已过期，内容还在本页，请重新登录，之后会继续自动保存。", link);
                fetch(window.location.href, { credentials: "same-origin", redirect: "manual" }).then(function (answer) {
                        return answer.ok ? answer.text() : "";
                }).then(function (html) {
                        var token = html && new DOMParser().parseFromString(html, "text/html").querySelector("form[data-autosave] input[name='csrf']");

                        if (token) {
                                form.elements.csrf.value = token.value;
                                wait = 0;
                        }
                }).catch(function () {});
        }

        function answered(answer, sent) {
                if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
                        signed_out();
                        return null;
                }
                if (answer.status === 409) {
                        raced();
                        return null;
                }
                return answer.json().then(function (told) {
                        if (told.saved) {
                                saved = sent;
                                form.elements.version.value = told.version;
                                say("已自动保存 " + clock());
                        } else {
                                saved = sent; /* until it is changed again */
                                say("未能自动保存：" + (told.problems || []).join("；"));
                        }
                });
        }

        function save() {
                var fields = typed(), sent = without_version(typed());

                busy = true;
                fetch(form.getAttribute("data-autosave"), { method: "POST", body: fields, credentials: "same-origin", redirect: "manual" })
                        .then(function (answer) {
                                return answered(answer, sent);
                        })
                        .catch(function () {
                                later("网络不通，尚未保存，内容还在本页，稍后自动重试。");
                        })
                        .then(function () {
                                busy = false;
                        });
        }

        function look() {
                var now;

                if (busy || stopped || left)
                        return;
                now = without_version(typed());
                still = now === seen ? still + 1 : 0;
                seen = now;
                if (wait > 0)
                        wait--;
                else if (now !== saved && still >= QUIET)
                        save();
        }

        form.addEventListener("submit", function () {
                left = true;
        });
        window.addEventListener("pageshow", function () {
                left = false;
        });
        window.addEventListener("online", function () {
                wait = 0;
        });
        saved = seen = without_version(typed());
        window.setInterval(look, LOOK);
})();
