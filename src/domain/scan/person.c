/* Homes of persons, and the plates of their cars.
 * An address is a place with the number of a house or a flat. It is a finding where it is said to be
 * somebody's home, or where a name stands beside it that is no office's and no company's. */
#include "domain/scan/kit.h"

/* ---- plates ---- */

static bool
is_province(uint32_t c)
{
        static const uint32_t chars[] = {
            0x4eac, 0x6d25, 0x6caa, 0x6e1d, 0x5180, 0x8c6b, 0x4e91, 0x8fbd, 0x9ed1, 0x6e58, 0x7696,
            0x9c81, 0x65b0, 0x82cf, 0x6d59, 0x8d63, 0x9102, 0x6842, 0x7518, 0x664b, 0x8499, 0x9655,
            0x5409, 0x95fd, 0x8d35, 0x7ca4, 0x9752, 0x85cf, 0x5ddd, 0x5b81, 0x743c, 0x65e0};

        for (size_t i = 0; i + 1 < N(chars); i++)
                if (chars[i] == c)
                        return true;
        return false;
}

static bool
is_plate_char(uint32_t c)
{
        return is_alnum(c) && c != 'i' && c != 'o';
}

/* 警学挂港澳领试超使 */
static bool
is_plate_end(uint32_t c)
{
        return c == 0x8b66 || c == 0x5b66 || c == 0x6302 || c == 0x6e2f || c == 0x6fb3 ||
               c == 0x9886;
}

/* Where the plate that begins at i ends; 0 for none. */
static size_t
plate(const struct piece *p, size_t i)
{
        uint32_t tail[8];
        size_t n = 0, k = i + 1, letters = 0, behind;
        uint32_t city;

        if (!is_province(p->c[i]) || (i > 0 && is_alnum(p->c[i - 1])))
                return 0;
        if (char_at(p, k) == ' ')
                k++;
        city = char_at(p, k);
        if (city < 'a' || city > 'z' || city == 'i')
                return 0;
        behind = ++k;
        while ((char_at(p, k) == ' ' || char_at(p, k) == '-' || char_at(p, k) == '.' ||
                char_at(p, k) == 0xb7 || char_at(p, k) == 0x2022 || char_at(p, k) == 0x30fb ||
                char_at(p, k) == 0x25cf) &&
               k < behind + 3)
                k++;
        while (n < N(tail) && is_plate_char(char_at(p, k))) {
                letters += !is_digit(p->c[k]);
                tail[n++] = p->c[k++];
        }
        if (is_alnum(char_at(p, k)) || char_at(p, k) == '/' ||
            (char_at(p, k) == '-' && is_alnum(char_at(p, k + 1))))
                return 0;
        if (n == 4 && letters <= 2 && is_plate_end(char_at(p, k)) &&
            !text_is_han(char_at(p, k + 1)))
                return k + 1;
        if (n == 4 && letters <= 2 && is_plate_end(char_at(p, k)) && char_at(p, k) != 0x5b66)
                return k + 1;
        if (n == 5 && letters <= 3)
                return k;
        /* New energy: D12345, DA1234 for small cars, 12345D for large ones. */
        if (n == 6 && letters >= 1 && letters <= 2 && is_digit(tail[2]) && is_digit(tail[3]) &&
            is_digit(tail[4])) {
                if (!is_digit(tail[0]) && tail[0] <= 'k' && is_digit(tail[5]))
                        return k;
                if (letters == 1 && (tail[5] == 'd' || tail[5] == 'f'))
                        return k;
        }
        return 0;
}

void
scan_plates(struct scanner *s, struct piece *p)
{
        for (size_t i = 0; i + 6 < p->n + 1; i++) {
                size_t end = p->taken[i] || p->url[i] ? 0 : plate(p, i);
                const char *masked;

                /* 证字, 标准 and the like number things the same way. */
                if (!end || scan_ends_with(p, i,
                                           "准字 证字 编号 编号: 批号 批号: 文号 文号: 许可证 标准 "
                                           "许可证号: 证号: 备案号: 登记证号: 图号: 型号 型号:"))
                        continue;
                masked = scan_masked(p->mem, p, i, end, 1, 2);
                scan_note(s, p,
                          &(struct mark){
                              .kind = SCAN_PLATE,
                              .severity = SCAN_WARNING,
                              .from = i,
                              .to = end,
                              .masked = masked,
                              .reason = "是机动车号牌号码，可能属于个人。",
                              .suggestion = masked,
                              .advice = "私人车辆应当遮盖；公务用车处置等依法公开的可以保留。"});
                i = end - 1;
        }
}

/* ---- names ---- */

static const char surnames[] =
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾萧肖田董潘袁蔡蒋余于杜叶程魏苏"
    "吕丁任"
    "卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱丘侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武"
    "钱戴严"
    "莫孔向常汤康易乔赖文洪季房鲁葛尚樊梅裴申倪祝施牛关庄章岳齐兰柴焦霍符凌梅左祁甘包柳纪靳宁管翟阮"
    "伍耿"
    "詹欧单盛鲍路辛游骆曲冉卓滕蒲蓝米岑桑隋亓阚邢褚苗穆仇栾卞边安华喻柯费吉解聂臧于牟项闵滑冷";

static bool
is_surname(uint32_t c)
{
        for (size_t i = 0; i + 1 < sizeof(surnames);) {
                uint32_t k = 0;

                i += text_decode(surnames + i, sizeof(surnames) - 1 - i, &k);
                if (k == c)
                        return true;
        }
        return false;
}

#define PERSON_LABELS                                                                                                                   \
        "姓名 户主 申请人 当事人 被处罚人 业主 承租人 居民 村民 患者 学生 保障对象 被征收人 "        \
        "产权人 "                                                                                                                    \
        "受助人 救助对象 经办人 举报人 投诉人 信访人 收件人 监护人 法定代表人 负责人 违法行为人 " \
        "公民 低保对象 申请者 被申请人 职工 教师 老人 群众 住户 权利人 所有权人 补偿人 领取人 "     \
        "本人"

/* What may end before a name begins, and what may follow one. */
static bool
is_edge(uint32_t c)
{
        return c == 0 || c == '\t' || c == '\n' || c == ' ' || c == ',' || c == ':' || c == ';' ||
               c == 0x3001 || c == 0x3002 || c == 0x3014 || c == 0x3015 || c == '"' ||
               c == 0x201c || c == 0x201d || is_alnum(c);
}

static bool
follows_name(const struct piece *p, size_t i)
{
        return is_edge(char_at(p, i)) ||
               scan_begins_with(p, i,
                                "同志 先生 女士 等 的 男 女 家住 住 家 现住 户籍 身份证 老人 户 "
                                "同学 本人 夫妇 之 与 和 电话 联系 居住 一家 系 于 申请 因") > 0;
}

/* A name of two to four characters at i: its length, 0 for none. */
static size_t
name_at(const struct piece *p, size_t i)
{
        static const char *const not_names =
            "高新 高速 江苏 江西 安徽 安全 金额 方式 方案 文件 文化 "
            "文号 万元 石油 白天 龙头 关于 任务 任何 程序 常住 "
            "常年 管理 管委 包括 单位 路口 康复 项目 解决 左右 "
            "尚未 向上 华中 温馨 高中 安置 安装 贺州 许可 边界 "
            "和谐 时间 易地 左侧 盛夏 章程 章节 申请 申报 施工 "
            "季度 房屋 房产 房号 东路 向阳 文明 文苑 安居 宁波 "
            "甘肃 吉林 苏州 兰州 段落 史料 严格 严禁 严重 严肃 "
            "路段 路灯 米以 方面 方便 关注 余额 余人 于是 金融";
        bool labelled = scan_ends_with(p, i, PERSON_LABELS) > 0 ||
                        (i > 0 && p->c[i - 1] == ':' && scan_ends_with(p, i - 1, PERSON_LABELS));

        if (!is_surname(p->c[i]) || scan_begins_with(p, i, not_names))
                return 0;
        if (i > 0 && !is_edge(p->c[i - 1]) && !labelled)
                return 0;
        for (size_t n = 2; n <= 4; n++) {
                uint32_t last = char_at(p, i + n - 1);

                if (!text_is_han(last) && last != 0xb7)
                        return 0;
                if (follows_name(p, i + n) && (n < 4 || labelled))
                        return n;
        }
        return 0;
}

/* ---- addresses ---- */

static bool
is_numeral(uint32_t c)
{
        return is_digit(c) || (c >= 'a' && c <= 'f') || c == '-' || c == 0x4e00 || c == 0x4e8c ||
               c == 0x4e09 || c == 0x56db || c == 0x4e94 || c == 0x516d || c == 0x4e03 ||
               c == 0x516b || c == 0x4e5d || c == 0x5341 || c == 0x7532 || c == 0x4e59;
}

/* Parts of an address with a number before them, the finest last. */
#define STREET_PARTS "号楼 号院 号 弄 巷 组 社 队 屯 栋 幢 座 单元 楼 层 室 户 房"
#define FINE_PARTS "室 户 单元 栋 幢 号楼 房 座"
#define PLACES                                                                                                                    \
        "路 街 巷 道 村 庄 屯 组 弄 胡同 里 小区 花园 苑 新村 家园 社区 公寓 大院 宿舍 城 寨 坊 " \
        "庭 "                                                                                                                    \
        "府 园 湾 楼 镇 乡 院 东 西 南 北 段 厦 居 委会 队"

enum { PARTS_MAX = 8 };

/* An address from `from`: numbered parts one behind the other. */
struct address {
        size_t from, to;
        size_t n_parts;
        bool fine, village;
};

/* "12号" at i, where a numeral stands: where it ends, 0 for none. */
static size_t
part_at(const struct piece *p, size_t i, bool *ret_fine)
{
        size_t k = i, n;

        while (k < p->n && is_numeral(p->c[k]) && k - i < 8)
                k++;
        if (char_at(p, k) == 0x7b2c)
                return 0;
        n = scan_begins_with(p, k, STREET_PARTS);
        if (n == 0)
                return 0;
        *ret_fine =
            scan_begins_with(p, k, FINE_PARTS) > 0 && !scan_begins_with(p, k, "户籍 户数 房屋");
        return k + n;
}

/* Reads on from the first numbered part at i. */
static bool
read_address(const struct piece *p, size_t i, struct address *a)
{
        size_t k = i, end, gap;
        bool fine = false;

        *a = (struct address){.from = i};
        while (a->n_parts < PARTS_MAX && (end = part_at(p, k, &fine)) > 0) {
                a->n_parts++;
                a->fine = a->fine || fine;
                a->to = k = end;
                /* Some characters may lie between: 12号 阳光花园 3号楼. */
                for (gap = 0; gap < 10 && k < p->n && !is_numeral(p->c[k]) &&
                              (text_is_han(p->c[k]) || p->c[k] == ' ');
                     gap++)
                        k++;
                if (!is_numeral(char_at(p, k)))
                        break;
        }
        if (a->n_parts == 0)
                return false;
        /* 3号楼2单元402: the last number may stand bare. */
        k = a->to;
        if (a->fine && is_digit(char_at(p, k))) {
                while (is_digit(char_at(p, k)) ||
                       (char_at(p, k) == '-' && is_digit(char_at(p, k + 1))))
                        k++;
                if (k - a->to >= 3 && k - a->to <= 6 && !scan_begins_with(p, k, "平 ㎡ m 元 万 年"))
                        a->to = k;
        }
        return true;
}

/* Back from the first number to where the address begins. */
static size_t
address_begin(const struct piece *p, size_t i, bool *ret_place)
{
        size_t from = i;

        *ret_place = scan_ends_with(p, i, PLACES) > 0;
        while (from > 0 && i - from < 40 &&
               (text_is_han(p->c[from - 1]) || is_digit(p->c[from - 1])) && !p->taken[from - 1])
                from--;
        return from;
}

#define HOME_WORDS                                                                                                                   \
        "住址 家庭住址 家庭地址 现住址 户籍地址 户籍所在地 户籍地 户籍 居住地 居住地址 居住在 " \
        "家住 "                                                                                                                    \
        "现居住 现住 常住地址 暂住地址 住宅地址 居住于 租住 暂住 常住 住在 住于 住"
#define NOT_HOMES                                                                                                                      \
        "公司 厂 店 商行 合作社 中心 局 委员会 管委会 政府 办公 大厅 窗口 学校 医院 银行 经营 "      \
        "注册 "                                                                                                                      \
        "营业 生产 项目 工程 地块 单位地址 机构 会议 收件地址 邮寄地址 通讯地址 通信地址 服务站 " \
        "法院 派出所 街道办 领取地点 报名地点 地点 大队 支队 中队 办事处 企业 受理地址 投诉受理 " \
        "机关 部门 村委会 居委会 酒店 宾馆 仲裁 场所"

/* The clause that the address stands in, from the last full stop. */
static size_t
sentence_begin(const struct piece *p, size_t i)
{
        size_t from = i;

        while (from > 0 && i - from < 80 && p->c[from - 1] != 0x3002 && p->c[from - 1] != '\n')
                from--;
        return from;
}

static bool
has_name(const struct piece *p, size_t from, size_t to)
{
        for (size_t i = from; i < to; i++)
                if (name_at(p, i))
                        return true;
        return false;
}

/* Behind the last word that says somebody lives there; 住所, 住房 and the like do not. */
static size_t
last_home(const struct piece *p, size_t from, size_t to)
{
        size_t end;

        while ((end = scan_last_of(p, from, to, HOME_WORDS)) > 0 && p->c[end - 1] == 0x4f4f &&
               scan_begins_with(p, end, "所 房 宅 建 户 院 保"))
                to = to < end ? to - 1 : end - 1;
        return to > from ? end : 0;
}

/* Whose place it is: a person's or somebody else's. */
static bool
is_home(const struct piece *p, size_t from, size_t number, size_t to)
{
        size_t begin = sentence_begin(p, from), end = to;
        const char *head = scan_seg(p, number)->head;
        bool cell = scan_seg(p, number)->ch > begin || head[0];
        size_t home = last_home(p, from > 8 ? from - 8 : 0, number);
        size_t other = scan_last_of(p, begin, number, NOT_HOMES);

        while (end < p->n && end - to < 30 && p->c[end] != 0x3002 && p->c[end] != '\n')
                end++;
        if (scan_has_one(head, "住址 家庭 户籍 居住"))
                return true;
        if (scan_has_one(head, "办公 单位 经营 注册 项目 机构"))
                return false;
        if (home && other <= home)
                return true;
        if (cell && head[0] && scan_has_one(head, "地址 住所 坐落 位置"))
                return !other && (has_name(p, begin, from) || has_name(p, to, end));
        if (other)
                return false;
        return has_name(p, begin, from + 12 < number ? from + 12 : number) ||
               (scan_last_of(p, to, end, PERSON_LABELS) && has_name(p, to, end));
}

static void
note_address(struct scanner *s, struct piece *p, size_t from, size_t number, size_t to)
{
        const char *kept = mem_strndup(p->mem, p->text + p->at[from], p->at[number] - p->at[from]);
        const char *masked = mem_printf(p->mem, "%s***", kept);

        scan_note(s, p,
                  &(struct mark){.kind = SCAN_ADDRESS,
                                 .severity = SCAN_WARNING,
                                 .from = from,
                                 .to = to,
                                 .masked = masked,
                                 .reason = "是个人的住址，详细到门牌或者房号。",
                                 .suggestion = masked,
                                 .advice = "属个人隐私，保留到村（社区）或者街道即可。"});
}

/* A label or a name that the run of characters before the number begins with is no address. */
static size_t
without_label(const struct piece *p, size_t from, size_t number)
{
        size_t end = last_home(p, from, number), n;

        if (!end)
                end = scan_last_of(p, from, number, "地址 坐落 位于");
        if (end) { /* a word for a place stands before the number, and is none of these */
                while ((p->c[end] == 0x4e3a || p->c[end] == 0x5728 || p->c[end] == 0x4e8e ||
                        p->c[end] == 0x662f))
                        end++;
                return end;
        }
        n = is_surname(p->c[from]) ? name_at(p, from) : 0;
        return from + n < number ? from + n : from;
}

void
scan_addresses(struct scanner *s, struct piece *p)
{
        for (size_t i = 0; i < p->n; i++) {
                struct address a;
                bool place;
                size_t from;

                if (!is_numeral(p->c[i]) || p->taken[i] || p->url[i] ||
                    (i > 0 && (is_numeral(p->c[i - 1]) || is_alnum(p->c[i - 1]) ||
                               p->c[i - 1] == 0x7b2c || p->c[i - 1] == 0x3015)) ||
                    !read_address(p, i, &a))
                        continue;
                from = address_begin(p, i, &place);
                if (!place ||
                    (!a.fine && !scan_ends_with(p, i, "路 街 巷 村 道 弄 胡同 组 屯 庄 社区"))) {
                        i = a.to - 1;
                        continue;
                }
                from = without_label(p, from, i);
                if (is_home(p, from, i, a.to))
                        note_address(s, p, from, i, a.to);
                i = a.to - 1;
        }
}
