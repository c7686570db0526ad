#include "app/flow_kit.h"

/* ---- ladders -------------------------------------------------------------------------------- */

/* What holds with one more rule, of a unit below those that came before. */
static int
add_rule(const struct review_rules_above_row *row, bool first, struct flow_rule *rule)
{
        struct ladder own;

        if (ladder_read(row->steps, &own) != 0)
                return err_set(ERR_DATA, "a ladder that cannot be: %s", row->steps);
        if (first) {
                *rule = (struct flow_rule){.ladder = own,
                                           .two_steps = row->two_steps && row->is_top,
                                           .retro_days = row->retro_days,
                                           .revisit_months = row->revisit_months};
                return 0;
        }
        rule->ladder = ladder_join(&rule->ladder, &own);
        rule->two_steps &= row->two_steps;
        if (row->retro_days < rule->retro_days)
                rule->retro_days = row->retro_days;
        if (row->revisit_months < rule->revisit_months)
                rule->revisit_months = row->revisit_months;
        return 0;
}

/* The rules from the top down to the agency; `but`: one whose own is passed over, 0: none. */
static int
read_rules(TALLOC_CTX *mem, struct tx *tx, int64_t agency, int64_t column, int64_t but,
           struct flow_rule *ret, bool *ret_any)
{
        struct review_rules_above_row *rows;
        int64_t last = 0;
        size_t n;
        int r = sql_review_rules_above(
            mem, tx, &(struct review_rules_above_in){.agency_id = agency, .column_id = column},
            &rows, &n);

        *ret = (struct flow_rule){.retro_days = DUE_RETRO, .revisit_months = DUE_REVISIT_MONTHS};
        if (r)
                return err_fold(r);
        if (ladder_read(LADDER_DEFAULT, &ret->ladder) != 0)
                return err_set(ERR_BUG, "the usual ladder cannot be");
        for (size_t i = 0; r == 0 && i < n; i++) {
                if (rows[i].agency_id == last || rows[i].agency_id == but)
                        continue;
                r = add_rule(&rows[i], last == 0, ret);
                last = rows[i].agency_id;
        }
        if (r < 0)
                return err_trace(r);
        ret->steps = ladder_text(mem, &ret->ladder);
        *ret_any = last != 0;
        return 0;
}

int
flow_rule_for(TALLOC_CTX *mem, struct tx *tx, int64_t agency, int64_t column, struct flow_rule *ret)
{
        bool any;
        int r = read_rules(mem, tx, agency, column, 0, ret, &any);

        return r < 0 ? err_trace(r) : 0;
}

int
app_flow_rules(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct flow_rule_row **ret,
               size_t *ret_n)
{
        struct review_rule_list_row *rows;
        struct flow_rule_row *list;
        int r = sql_review_rule_list(mem, tx, &(struct review_rule_list_in){.scope = who->scope},
                                     &rows, ret_n);

        if (r)
                return err_fold(r);
        list = mem_array(mem, struct flow_rule_row, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++)
                list[i] = (struct flow_rule_row){.id = rows[i].id,
                                                 .agency_id = rows[i].agency_id,
                                                 .column_id = rows[i].column_id,
                                                 .agency = rows[i].agency_name,
                                                 .column = rows[i].column_name,
                                                 .steps = rows[i].steps,
                                                 .set_by = rows[i].set_by,
                                                 .two_steps = rows[i].two_steps,
                                                 .retro_days = rows[i].retro_days,
                                                 .revisit_months = rows[i].revisit_months,
                                                 .set_at = rows[i].set_at};
        *ret = list;
        return 0;
}

static const char *
ladder_words(TALLOC_CTX *mem, const struct ladder *l)
{
        const char *text = "";

        for (size_t i = 0; i < l->n; i++)
                text =
                    mem_printf(mem, "%s%s%s", text, i ? "、" : "", review_step_label(l->steps[i]));
        return text;
}

static void
check_rule(const struct flow_rule_row *rule, struct problems *problems)
{
        struct ladder ladder;
        int fault = ladder_read(rule->steps, &ladder);

        if (fault)
                problems_add(problems, 0, "steps", "%s",
                             ladder_fault_label((enum ladder_fault)fault));
        if (rule->retro_days < 1 || rule->retro_days > 20)
                problems_add(problems, 0, "retro_days", "补审期限在 1 到 20 个工作日之间");
        if (rule->revisit_months < 1 || rule->revisit_months > 60)
                problems_add(problems, 0, "revisit_months", "评估周期在 1 到 60 个月之间");
}

/* A unit adds to what holds above it; what it may not take away is told. */
static int
check_above(TALLOC_CTX *mem, struct tx *tx, const struct flow_rule_row *rule,
            struct problems *problems)
{
        struct flow_rule above;
        struct ladder own;
        int64_t *up;
        size_t n_up;
        bool any;
        int r =
            read_rules(mem, tx, rule->agency_id, rule->column_id, rule->agency_id, &above, &any);

        if (r == 0)
                r = flow_above(mem, tx, rule->agency_id, &up, &n_up);
        if (r < 0)
                return err_trace(r);
        if (ladder_read(rule->steps, &own) != 0)
                return 0; /* told already */
        if (any && !ladder_covers(&own, &above.ladder))
                problems_add(problems, 0, "steps", "上级单位要求的环节不能减少，只能增加：%s",
                             ladder_words(mem, &above.ladder));
        if (rule->two_steps && n_up > 1 && !above.two_steps)
                problems_add(problems, 0, "two_steps", "最上级单位没有允许，下级单位不能自行允许");
        return 0;
}

static int
insert_rule(struct tx *tx, const struct flow_by *by, const struct flow_rule_row *rule)
{
        int r = sql_review_rule_insert(
            tx,
            &(struct review_rule_insert_in){.agency_id = rule->agency_id,
                                            .column_id = rule->column_id,
                                            .has_column_id = rule->column_id != 0,
                                            .steps = rule->steps,
                                            .two_steps = rule->two_steps,
                                            .retro_days = rule->retro_days,
                                            .revisit_months = rule->revisit_months,
                                            .set_by = by->who->person_id,
                                            .set_at = by->now},
            NULL);

        return err_fold(r);
}

int
app_flow_rule_set(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by,
                  const struct flow_rule_row *rule, struct problems *problems)
{
        struct agency_of_scope_row *agency;
        int r = sql_agency_of_scope_one(
            mem, tx, &(struct agency_of_scope_in){.scope = by->who->scope, .id = rule->agency_id},
            &agency);

        if (r)
                return r == STORE_NONE ? FLOW_NOT_FOUND : err_fold(r);
        if (*rule->steps) {
                check_rule(rule, problems);
                r = check_above(mem, tx, rule, problems);
                if (r < 0)
                        return err_trace(r);
        }
        if (problems->n)
                return FLOW_BAD;
        r = sql_review_rule_remove(
            tx,
            &(struct review_rule_remove_in){.agency_id = rule->agency_id,
                                            .column_id = rule->column_id,
                                            .has_column_id = rule->column_id != 0},
            NULL);
        if (r)
                return err_fold(r);
        if (*rule->steps) {
                r = insert_rule(tx, by, rule);
                if (r < 0)
                        return err_trace(r);
        }
        return audit_write(tx, &(struct audit_entry){.at = by->now,
                                                     .person_id = by->who->person_id,
                                                     .event = "review_rule_set",
                                                     .object = "agency",
                                                     .object_id = rule->agency_id,
                                                     .detail = rule->steps});
}

/* ---- stand-ins ------------------------------------------------------------------------------ */

int
app_flow_stand_ins(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct day today,
                   struct flow_stand_in **ret, size_t *ret_n)
{
        struct delegation_list_row *rows;
        struct flow_stand_in *list;
        int r = sql_delegation_list(
            mem, tx, &(struct delegation_list_in){.scope = who->scope, .today = today}, &rows,
            ret_n);

        if (r)
                return err_fold(r);
        list = mem_array(mem, struct flow_stand_in, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++) {
                list[i] = (struct flow_stand_in){.id = rows[i].id,
                                                 .from_id = rows[i].from_id,
                                                 .to_id = rows[i].to_id,
                                                 .made_by_id = rows[i].made_by_id,
                                                 .from = rows[i].from_name,
                                                 .to = rows[i].to_name,
                                                 .agency = rows[i].agency_name,
                                                 .reason = rows[i].reason,
                                                 .made_by = rows[i].made_by,
                                                 .first = rows[i].from_day,
                                                 .last = rows[i].to_day,
                                                 .ended = rows[i].ended_at};
                if (!role_from(rows[i].role, &list[i].role))
                        return err_set(ERR_DATA, "a role nobody knows: %s", rows[i].role);
        }
        *ret = list;
        return 0;
}

static bool
holds(const struct actor *who, enum role role, int64_t scope)
{
        for (size_t i = 0; i < who->n_grants; i++)
                if (who->grants[i].role == role && who->grants[i].scope == scope &&
                    !who->grants[i].by)
                        return true;
        return false;
}

static void
check_stand_in(const struct flow_by *by, const struct flow_stand_in *s, struct problems *problems)
{
        if (!holds(by->who, s->role, s->scope_id) ||
            !(1U << s->role &
              (AS_CLERK | AS_REVIEWER | AS_SECRECY_REVIEWER | AS_SIGNER | AS_GID_OFFICE)))
                problems_add(problems, 0, "role", "只能委托他人代理本人现有的办件角色");
        if (s->to_id == by->who->person_id || !s->to_id)
                problems_add(problems, 0, "to", "请选择代理人，不能是本人");
        if (day_is_none(s->first))
                problems_add(problems, 0, "first", "请填写开始日期");
        if (day_is_none(s->last))
                problems_add(problems, 0, "last", "请填写结束日期");
        if (day_is_none(s->first) || day_is_none(s->last))
                return;
        if (day_cmp(s->last, s->first) < 0)
                problems_add(problems, 0, "last", "结束日期不能早于开始日期");
        else if (day_cmp(s->last, instant_day(by->now)) < 0)
                problems_add(problems, 0, "last", "结束日期已经过去");
        else if (s->last.n - s->first.n > 366)
                problems_add(problems, 0, "last", "一次委托最长一年");
}

/* A role stays among those who sit in the scope, as the form offers them; the command line has no scope. */
static int
check_colleague(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t person,
                struct problems *problems)
{
        struct colleague_list_row *rows;
        size_t n;
        int r;

        if (!by->who->scope)
                return 0;
        r = sql_colleague_list(mem, tx, &(struct colleague_list_in){.scope = by->who->scope}, &rows,
                               &n);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++)
                if (rows[i].id == person)
                        return 0;
        problems_add(problems, 0, "to", "代理人须是本职责范围内单位的在用账号");
        return 0;
}

static int
may_hold(TALLOC_CTX *mem, struct tx *tx, const struct flow_stand_in *s, struct problems *problems)
{
        struct person_grants_row *rows;
        unsigned roles = 1U << s->role;
        size_t n;
        int r = sql_person_grants(mem, tx, &(struct person_grants_in){.person_id = s->to_id}, &rows,
                                  &n);

        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++) {
                enum role role;

                if (role_from(rows[i].role, &role))
                        roles |= 1U << role;
        }
        if (n == 0 || !access_roles_compatible(roles) || roles & AS_ADMIN)
                problems_add(problems, 0, "to", "该人员不能代理这一角色");
        return 0;
}

int
app_flow_stand_in_make(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by,
                       const struct flow_stand_in *s, struct problems *problems)
{
        struct delegation_insert_row *row;
        int r;

        check_stand_in(by, s, problems);
        if (!s->reason || !*s->reason)
                problems_add(problems, 0, "reason", "请写明委托代理的原因");
        if (problems->n)
                return FLOW_BAD;
        r = check_colleague(mem, tx, by, s->to_id, problems);
        if (r == 0 && !problems->n)
                r = may_hold(mem, tx, s, problems);
        if (r < 0)
                return err_trace(r);
        if (problems->n)
                return FLOW_BAD;
        r = sql_delegation_insert_one(mem, tx,
                                      &(struct delegation_insert_in){.from_id = by->who->person_id,
                                                                     .to_id = s->to_id,
                                                                     .role = role_text(s->role),
                                                                     .scope_agency_id = s->scope_id,
                                                                     .from_day = s->first,
                                                                     .to_day = s->last,
                                                                     .reason = s->reason,
                                                                     .made_by = by->who->person_id,
                                                                     .made_at = by->now},
                                      &row);
        if (r)
                return err_fold(r);
        return audit_write(tx, &(struct audit_entry){.at = by->now,
                                                     .person_id = by->who->person_id,
                                                     .event = "stand_in_made",
                                                     .object = "person",
                                                     .object_id = s->to_id,
                                                     .detail = role_text(s->role)});
}

int
app_flow_stand_in_end(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t id)
{
        int64_t n;
        int r =
            sql_delegation_end(tx,
                               &(struct delegation_end_in){
                                   .id = id, .person_id = by->who->person_id, .ended_at = by->now},
                               &n);

        (void)mem;
        if (r)
                return err_fold(r);
        if (n != 1)
                return FLOW_NOT_FOUND;
        return audit_write(tx, &(struct audit_entry){.at = by->now,
                                                     .person_id = by->who->person_id,
                                                     .event = "stand_in_ended",
                                                     .object = "delegation",
                                                     .object_id = id});
}
