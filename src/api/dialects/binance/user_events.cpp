#include "api/dialects/binance/user_events.hpp"

#include <algorithm>

#include "api/operations/house.hpp"

namespace api::binance {
namespace {

// What one event is written from.
struct Report {
    Json& json;
    const Figures& figures;
    const views::OrderNews& news;
    core::Timestamp at;
    TimeUnit unit{};

    const core::OpenOrder& order() const { return news.row.order; }
    std::int64_t time(core::Timestamp time) const { return time_in(unit, time); }
};

void begin(Json& json, std::string_view event, core::Timestamp at, TimeUnit unit) {
    json.begin_object();
    json.text("e", event);
    json.number("E", time_in(unit, at));
}

std::string_view execution_type(const views::OrderNews& news) {
    switch (news.change) {
        case views::OrderChange::accepted:
        case views::OrderChange::activated:
            return "NEW";
        case views::OrderChange::traded:
            return "TRADE";
        case views::OrderChange::prevented:
            return "TRADE_PREVENTION";
        case views::OrderChange::amended:
            return "REPLACED";
        case views::OrderChange::closed:
            return status_of(news.row) == "CANCELED" ? "CANCELED" : "EXPIRED";
    }
    return {};
}

// A cancel has a name where its owner gave it one. Whoever gave it none, or was not asked (a list's
// other leg, a timer), finds the order's own in both places: some clients look for it here, others
// there.
void write_names(const Report& report) {
    const core::ClientOrderId& own = report.order().client_order_id;
    const core::ClientOrderId& given = report.news.cancel_id;
    const bool cancelled = execution_type(report.news) == "CANCELED";
    const bool amended = report.news.change == views::OrderChange::amended;
    report.json.text("c", cancelled && !given.empty() ? given.view() : own.view());
    report.json.text("C", cancelled ? own.view()
                          : amended ? report.news.amended_from.view()
                                    : std::string_view{});
}

// A market order by quote amount asked for no quantity: what it got counts as asked for.
core::Quantity original(const views::OrderRow& row) {
    return row.quote_amount == core::Amount{} ? row.order.quantity : core::filled(row.order);
}

void write_order(const Report& report) {
    const core::OpenOrder& order = report.order();
    const core::OrderTerms terms = order.terms ? *order.terms : core::OrderTerms{};
    Json& json = report.json;
    json.text("S", name_of(order.side));
    json.text("o", name_of(order.type));
    json.text("f", name_of(order.time_in_force));
    report.figures.quantity(json, "q", original(report.news.row));
    report.figures.price(json, "p", price_shown(order));
    report.figures.price(json, "P", terms.stop);
    report.figures.quantity(json, "F", terms.display);
    json.number("g", list_id_shown(order));
}

void write_fill(const Report& report) {
    const views::FillRow fill = report.news.fill.value_or(views::FillRow{});
    Json& json = report.json;
    const Figures& figures = report.figures;
    figures.quantity(json, "l", fill.quantity);
    figures.quantity(json, "z", core::filled(report.order()));
    figures.price(json, "L", fill.price);
    if (report.news.fill) {
        json.name("n"), figures.amount(json, fill.fee_asset, fill.fee);
        json.text("N", figures.code(fill.fee_asset));
        json.number("t", fill.trade.value);
    } else {
        json.text("n", "0");
        json.null("N");
        json.number("t", -1);
    }
    figures.quote(json, "Y", fill.quote);
    figures.quote(json, "Z", report.order().filled_quote);
    figures.quote(json, "Q", report.news.row.quote_amount);
    json.boolean("m", fill.maker);
}

void write_times(const Report& report) {
    const core::OpenOrder& order = report.order();
    report.json.number("T", report.time(report.at));
    report.json.number("O", report.time(order.created_at));
    if (is_working(order)) report.json.number("W", working_time(order, report.unit));
}

void write_prevention(const Report& report) {
    Json& json = report.json;
    json.text("V", name_of(report.order().self_trade_prevention));
    if (const core::Quantity all = prevented_of(report.news.row); all != core::Quantity{}) {
        report.figures.quantity(json, "A", all);
    }
    if (!report.news.prevention) return;
    const views::Prevention& prevention = *report.news.prevention;
    json.number("v", prevention.id.value);
    report.figures.quantity(json, "B", prevention.own_prevented);
    json.number("u", report.order().account.value);
    json.number("U", prevention.other.value);
    json.text("Cs", report.figures.symbol());
    report.figures.quantity(json, "pl", prevention.quantity);
    report.figures.price(json, "pL", prevention.price);
    json.name("pY");
    report.figures.notional(json, prevention.price, prevention.quantity);
}

// Since when it trails, where the order says it: what began at a price is told by order queries.
void write_trailing(const Report& report) {
    const core::OpenOrder& order = report.order();
    report.json.number("d", order.terms->trailing);
    const bool new_one = report.news.change == views::OrderChange::accepted;
    const bool at_once = new_one && order.terms->extreme != core::Price{};
    const auto since = at_once ? std::optional{order.created_at} : trailing_since(order);
    if (since) report.json.number("D", *since == core::never ? -1 : report.time(*since));
}

void write_if_any(const Report& report) {
    Json& json = report.json;
    if (const auto& terms = report.order().terms) {
        if (terms->trailing != 0) write_trailing(report);
        if (terms->strategy != 0) json.number("j", terms->strategy);
        if (terms->strategy_type != 0) json.number("J", terms->strategy_type);
    }
    const std::string_view reason = expiry_reason_of(report.news.row);
    if (report.news.change == views::OrderChange::closed && !reason.empty()) {
        json.text("eR", reason);
    }
}

void write_report(const Report& report) {
    Json& json = report.json;
    begin(json, "executionReport", report.at, report.unit);
    json.text("s", report.figures.symbol());
    write_names(report);
    write_order(report);
    json.text("x", execution_type(report.news));
    json.text("X", status_of(report.news.row));
    json.text("r", "NONE");
    json.number("i", report.order().id.value);
    json.number("I", report.news.execution);
    write_fill(report);
    write_times(report);
    json.boolean("w", report.news.in_book);
    json.boolean("M", false);
    write_prevention(report);
    write_if_any(report);
    json.end_object();
}

std::string_view list_status(views::ListChange change) {
    switch (change) {
        case views::ListChange::opened:
            return "EXEC_STARTED";
        case views::ListChange::advanced:
            return "UPDATED";
        case views::ListChange::done:
            return "ALL_DONE";
    }
    return {};
}

// What a key may know of its account; without a key, everything.
class Sight {
  public:
    Sight(const core::State& state, const Listening& whom)
        : catalogue_{state.catalogue},
          account_{whom.account},
          rules_{whom.key ? &state.keys.at(whom.key).rules : nullptr} {}

    bool sees(const views::OrderNews& news) const {
        return news.row.order.account == account_ && sees_orders_of(news.row.order.market);
    }
    bool sees(const views::ListNews& news) const {
        return news.list.account == account_ && sees_orders_of(news.list.market);
    }
    bool sees(const views::BalanceNews& news) const {
        if (news.account != account_) return false;
        if (rules_ == nullptr) return true;
        const auto& assets = rules_->assets;
        const bool listed = assets.empty() || std::ranges::find(assets, news.asset) != assets.end();
        return listed && rules_->scopes.has(core::Scope::balance_read);
    }

  private:
    bool sees_orders_of(core::MarketId market) const {
        if (rules_ == nullptr) return true;
        return rules_->scopes.has(core::Scope::order_read) &&
               may_touch(*rules_, catalogue_.market(market)).has_value();
    }

    const core::Catalogue& catalogue_;
    core::AccountId account_;
    const core::KeyRules* rules_;
};

// Where the account's events go.
class Writer {
  public:
    Writer(const core::State& state, const views::RecordNews& news, const Listening& whom,
           TimeUnit unit)
        : catalogue_{state.catalogue}, news_{news}, sight_{state, whom}, unit_{unit} {}

    std::vector<std::string> events() {
        for (const views::OrderNews& order : news_.orders) {
            if (sight_.sees(order)) write(order);
        }
        for (const views::ListNews& list : news_.lists) {
            if (sight_.sees(list)) write(list);
        }
        write_position();
        for (const views::BalanceNews& balance : news_.balances) {
            if (sight_.sees(balance) && balance.moved != core::Amount{}) write(balance);
        }
        return std::move(events_);
    }

  private:
    Figures figures(core::MarketId market) const { return {catalogue_, catalogue_.market(market)}; }
    core::Timestamp at() const { return news_.stamp.time; }

    void write(const views::OrderNews& order) {
        Json json{events_.emplace_back()};
        write_report(Report{json, figures(order.row.order.market), order, at(), unit_});
    }

    void write(const views::ListNews& news) {
        const core::OrderList& list = news.list;
        const Figures numbers = figures(list.market);
        Json json{events_.emplace_back()};
        begin(json, "listStatus", at(), unit_);
        json.text("s", numbers.symbol());
        json.number("g", list.id.value);
        json.text("c", name_of(list.kind));
        json.text("l", list_status(news.change));
        json.text("L", news.change == views::ListChange::done ? "ALL_DONE" : "EXECUTING");
        json.text("r", "NONE");
        json.text("C", list.client_list_id.view());
        json.number("T", time_in(unit_, at()));
        json.name("O"), json.begin_array();
        for (const core::ListLeg& leg : list.legs) {
            json.begin_object();
            json.text("s", numbers.symbol());
            json.number("i", leg.order.value);
            json.text("c", leg.client_order_id.view());
            json.end_object();
        }
        json.end_array();
        json.end_object();
    }

    void write_position() {
        const auto sees = [this](const views::BalanceNews& balance) {
            return sight_.sees(balance);
        };
        if (std::ranges::none_of(news_.balances, sees)) return;
        Json json{events_.emplace_back()};
        begin(json, "outboundAccountPosition", at(), unit_);
        json.number("u", time_in(unit_, at()));
        json.name("B"), json.begin_array();
        for (const views::BalanceNews& balance : news_.balances) {
            if (!sees(balance)) continue;
            const core::Asset& asset = catalogue_.asset(balance.asset);
            json.begin_object();
            json.text("a", asset.code.view());
            amount(json, "f", asset, balance.balance.available);
            amount(json, "l", asset, balance.balance.held);
            json.end_object();
        }
        json.end_array();
        json.end_object();
    }

    void write(const views::BalanceNews& balance) {
        const core::Asset& asset = catalogue_.asset(balance.asset);
        Json json{events_.emplace_back()};
        begin(json, "balanceUpdate", at(), unit_);
        json.text("a", asset.code.view());
        amount(json, "d", asset, balance.moved);
        json.number("T", time_in(unit_, at()));
        json.end_object();
    }

    const core::Catalogue& catalogue_;
    const views::RecordNews& news_;
    Sight sight_;
    TimeUnit unit_;
    std::vector<std::string> events_;
};

}  // namespace

std::vector<std::string> user_events(const core::State& state, const views::RecordNews& news,
                                     const Listening& whom, TimeUnit unit) {
    return Writer{state, news, whom, unit}.events();
}

std::string terminated_event(core::Timestamp at, TimeUnit unit) {
    std::string text;
    Json json{text};
    begin(json, "eventStreamTerminated", at, unit);
    json.end_object();
    return text;
}

std::string listen_key_expired_event(std::string_view listen_key, core::Timestamp at,
                                     TimeUnit unit) {
    std::string text;
    Json json{text};
    begin(json, "listenKeyExpired", at, unit);
    json.text("listenKey", listen_key);
    json.end_object();
    return text;
}

std::string shutdown_event(core::Timestamp at, TimeUnit unit) {
    std::string text;
    Json json{text};
    begin(json, "serverShutdown", at, unit);
    json.end_object();
    return text;
}

}  // namespace api::binance
