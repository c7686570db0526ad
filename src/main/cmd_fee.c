#include "domain/request/fee.h"
#include "main/commands.h"

static void
put_json(struct buf *out, const struct fee *fee)
{
        struct json_out o = {.buf = out};

        json_open(&o, '{');
        json_name(&o, "total");
        json_put_int(&o, fee->total);
        json_name(&o, "bands");
        json_open(&o, '[');
        for (size_t i = 0; i < fee->n_bands; i++) {
                const struct fee_band *b = &fee->bands[i];

                json_open(&o, '{');
                json_name(&o, "from");
                json_put_int(&o, b->from);
                json_name(&o, "to");
                json_put_int(&o, b->to);
                json_name(&o, "rate");
                json_put_int(&o, b->rate);
                json_name(&o, "amount");
                json_put_int(&o, b->amount);
                json_close(&o, '}');
        }
        json_close(&o, ']');
        json_close(&o, '}');
}

static void
put_text(struct buf *out, const struct fee *fee, const char *unit)
{
        for (size_t i = 0; i < fee->n_bands; i++) {
                const struct fee_band *b = &fee->bands[i];

                buf_printf(out, "第%lld至%lld%s：%lld元/%s，%lld元\n", (long long)b->from,
                           (long long)b->to, unit, (long long)b->rate, unit, (long long)b->amount);
        }
        buf_printf(out, "合计：%lld元", (long long)fee->total);
}

int
cmd_fee(struct cli *cli, int argc, char **argv)
{
        const char *after = cli_option(&argc, argv, "--after");
        bool by_item = argc >= 2 && strcmp(argv[1], "item") == 0;
        struct buf out = buf_new(cli->mem, MiB(8));
        int64_t n, already = after ? fee_quantity(after) : 0;
        struct fee fee;

        if (argc != 3 || (!by_item && strcmp(argv[1], "page") != 0))
                return cli_usage(NULL,
                                 "用法：fee item 件数 [--after 当月已计件数]，或者 fee page 页数");
        if (after && !by_item)
                return cli_usage(NULL, "按量计收以一件申请为单位，不累计，不能用 --after");
        n = fee_quantity(argv[2]);
        if (n < 0 || already < 0)
                return cli_usage(NULL, "数量“%s”应为 0 至 %d 的整数", n < 0 ? argv[2] : after,
                                 FEE_MAX_QUANTITY / 2);
        fee = fee_of(cli->mem, by_item ? FEE_BY_ITEM : FEE_BY_PAGE, already, n);
        if (cli->json)
                put_json(&out, &fee);
        else
                put_text(&out, &fee, by_item ? "件" : "页");
        return cli_print(&out);
}
