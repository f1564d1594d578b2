#include "api/operations/table.hpp"

#include <algorithm>

#include "api/operations/handlers.hpp"
#include "api/operations/onboarding_rows.hpp"
#include "api/operations/order_rows.hpp"
#include "api/operations/own_keys_rows.hpp"
#include "api/operations/row_refusals.hpp"
#include "api/operations/rows.hpp"
#include "api/operations/sign_in_rows.hpp"
#include "api/operations/staff_rows.hpp"
#include "api/operations/table_fields.hpp"
#include "api/operations/test_funds_rows.hpp"
#include "base/check.hpp"

namespace api {
namespace {

using namespace fields;
using namespace rows;

constexpr Operation echo_row() {
    Operation row = open_to_all("auth.echo", "/v1/auth/echo", {}, handlers::at_once<handlers::echo>,
                                "The text that this request should have signed, as the server saw "
                                "it.",
                                "Echo");
    row.method = Method::post;
    row.raw_body = true;
    return refusing(row, "signature_missing_component");
}

// For everybody, and of the account behind a key.
constexpr Operation market_rows[] = {
    open_to_all("time", "/v1/time", no_fields, handlers::at_once<handlers::time>,
                "The server's clock.", "Clock"),
    open_to_all("status", "/v1/status", no_fields, handlers::at_once<handlers::status>,
                "Whether the exchange is open, and how far it has come.", "Status"),
    echo_row(),
    open_to_all("assets.list", "/v1/assets", no_fields, handlers::at_once<handlers::assets>,
                "What can be owned here.", "assets: [Asset]"),
    open_to_all("markets.list", "/v1/markets", no_fields, handlers::at_once<handlers::markets>,
                "What can be traded for what, and the rules of each market.", "markets: [Market]",
                2),
    open_to_all("markets.show", "/v1/markets/{market}", market_fields,
                handlers::at_once<handlers::market>, "One market.", "market: Market"),
    open_to_all("tickers.list", "/v1/tickers", no_fields, handlers::at_once<handlers::tickers>,
                "The last 24 hours of every market.", "tickers: [Ticker]", 4),
    open_to_all("tickers.show", "/v1/markets/{market}/ticker", market_fields,
                handlers::at_once<handlers::ticker>, "The last 24 hours of one market.",
                "ticker: Ticker"),
    open_to_all("books.show", "/v1/markets/{market}/book", book_fields,
                handlers::at_once<handlers::book>,
                "The best prices of both sides, and what waits there.", "Book", 2),
    open_to_all("trades.list", "/v1/markets/{market}/trades", trades_fields, handlers::trades,
                "The latest trades, oldest of them first; `next` as `cursor` goes on.",
                "trades: [Trade], next: id", 2),
    open_to_all("stream.about", "/v1/stream", no_fields, handlers::at_once<handlers::about_stream>,
                "What can be heard over a WebSocket at this address.", "channels: [Channel]"),
    open_to_all("candles.list", "/v1/markets/{market}/candles", candles_fields, handlers::candles,
                "Open, high, low, close and volume by interval, oldest first.", "candles: [Candle]",
                2),

    read_by_key("account.show", "/v1/account", Scope::account_read, no_fields,
                handlers::at_once<handlers::account>, "Whose account it is and how it stands.",
                "Holder"),
    read_by_key("balances.list", "/v1/balances", Scope::balance_read, no_fields,
                handlers::at_once<handlers::balances>, "What the account has: available and held.",
                "balances: [Balance]"),
    read_by_key("fees.list", "/v1/fees", Scope::account_read, no_fields,
                handlers::at_once<handlers::fees>,
                "The account's fee rates by market, and its volume of 30 days.",
                "fees: [Fee], volume?: decimal, FeeTiers"),

    read_by_key("fills.list", "/v1/fills", Scope::trade_read, list_fills_fields,
                handlers::list_fills, "The account's parts of trades, in the same order.",
                "fills: [Fill], next: id?", 2),
    refusing(
        read_by_key("ledger.list", "/v1/ledger", Scope::ledger_read, list_ledger_fields,
                    handlers::list_ledger, "Every movement of the account's money, newest first.",
                    "entries: [Entry], next: text?", 2),
        "constraint_asset"),
};

// Through the control socket.
constexpr Operation operator_rows[] = {
    by_operator("customers.register", Method::post, "/v1/operator/customers", Kind::write,
                no_fields, handlers::register_customer,
                "Registers a customer and opens an account.", "customer_id: id, account_id: id"),
    by_operator("customers.list", Method::get, "/v1/operator/customers", Kind::read, page_fields,
                handlers::at_once<handlers::list_customers>, "All customers.",
                "customers: [Customer], next: id?"),
    by_operator("customers.show", Method::get, "/v1/operator/customers/{customer_id}", Kind::read,
                customer_fields, handlers::at_once<handlers::show_customer>, "One customer.",
                "customer: Customer, accounts: [Account]"),
    by_operator("customers.verify", Method::post, "/v1/operator/customers/{customer_id}/verify",
                Kind::write, customer_fields, handlers::verify_customer,
                "The customer is who he says he is.", "customer: Customer"),
    by_operator("customers.unverify", Method::post, "/v1/operator/customers/{customer_id}/unverify",
                Kind::write, customer_fields, handlers::unverify_customer,
                "Takes the verification back.", "customer: Customer"),
    by_operator("customers.suspend", Method::post, "/v1/operator/customers/{customer_id}/suspend",
                Kind::write, customer_fields, handlers::suspend_customer,
                "Stops all keys of the customer at once.", "customer: Customer"),
    by_operator("customers.unsuspend", Method::post,
                "/v1/operator/customers/{customer_id}/unsuspend", Kind::write, customer_fields,
                handlers::unsuspend_customer, "Ends the suspension.", "customer: Customer"),
    refusing(by_operator("customers.approve_api", Method::post,
                         "/v1/operator/customers/{customer_id}/approve-api", Kind::write,
                         customer_fields, handlers::approve_api,
                         "The customer may use the API: at once, without an application.",
                         "customer: Customer"),
             "customer_not_verified state_conflict"),
    by_operator("accounts.list", Method::get, "/v1/operator/accounts", Kind::read,
                list_accounts_fields, handlers::at_once<handlers::list_accounts>,
                "Accounts, all or one customer's.", "accounts: [Account]"),
    by_operator("accounts.show", Method::get, "/v1/operator/accounts/{account_id}", Kind::read,
                account_fields, handlers::at_once<handlers::show_account>,
                "One account and its balances.", "account: Account, balances: [Balance]"),
    refusing(by_operator("accounts.fund", Method::post, "/v1/operator/accounts/{account_id}/fund",
                         Kind::money, fund_fields, handlers::fund_account,
                         "Test money for an account; never in the live environment.",
                         "account_id: id, asset: asset, amount: decimal"),
             "insufficient_funds"),
    refusing(by_operator("keys.create", Method::post, "/v1/operator/keys", Kind::write,
                         create_key_fields, handlers::create_key,
                         "Creates a key. An HMAC secret is in the answer, this once.",
                         "key: Key, secret?: text"),
             "scopes_conflict not_found"),
    by_operator("keys.list", Method::get, "/v1/operator/keys", Kind::read, list_keys_fields,
                handlers::at_once<handlers::list_keys>, "Keys, all or one customer's.",
                "keys: [Key]"),
    by_operator("keys.show", Method::get, "/v1/operator/keys/{key}", Kind::read, key_fields,
                handlers::at_once<handlers::show_key>, "One key.", "key: Key"),
    refusing(by_operator("keys.edit", Method::patch, "/v1/operator/keys/{key}", Kind::write,
                         edit_key_fields, handlers::edit_key,
                         "Changes what a key may do; what is not named stays.", "key: Key"),
             "scopes_conflict key_revoked key_expired"),
    refusing(
        by_operator("keys.activate", Method::post, "/v1/operator/keys/{key}/activate", Kind::write,
                    key_fields, handlers::activate_key, "The key works from now on.", "key: Key"),
        "key_revoked key_expired"),
    refusing(by_operator("keys.deactivate", Method::post, "/v1/operator/keys/{key}/deactivate",
                         Kind::write, key_fields, handlers::deactivate_key,
                         "The key does nothing until it is activated.", "key: Key"),
             "key_revoked key_expired"),
    refusing(
        by_operator("keys.revoke", Method::post, "/v1/operator/keys/{key}/revoke", Kind::write,
                    key_fields, handlers::revoke_key, "The key never works again.", "key: Key"),
        "key_revoked key_expired"),
    by_operator("assets.define", Method::post, "/v1/operator/assets", Kind::write,
                define_asset_fields, handlers::define_asset, "A new asset.", "asset: Asset"),
    refusing(by_operator("markets.define", Method::post, "/v1/operator/markets", Kind::write,
                         define_market_fields, handlers::define_market, "A new market.",
                         "market: Market"),
             "market_inexact"),
    by_operator("markets.set_mode", Method::post, "/v1/operator/markets/{market}/mode", Kind::write,
                set_mode_fields, handlers::set_market_mode, "Opens, halts, or allows cancels only.",
                "market: Market"),
    refusing(by_operator("fees.set_tiers", Method::put, "/v1/operator/fee-tiers", Kind::write,
                         set_fee_tiers_fields, handlers::set_fee_tiers,
                         "Fees by the volume of 30 days, instead of the markets' own.", "FeeTiers"),
             "not_found"),
    by_operator("house.status", Method::get, "/v1/operator/status", Kind::read, no_fields,
                handlers::at_once<handlers::house_status>,
                "How the house stands: counts and sequence.", "HouseStatus"),
    by_operator("refusals.list", Method::get, "/v1/operator/refusals", Kind::read, no_fields,
                handlers::list_refusals, "Who was turned away lately, with the exact cause.",
                "refusals: [Refused]"),
    by_operator("access_log.list", Method::get, "/v1/operator/access-log", Kind::read,
                list_access_fields, handlers::list_access,
                "Requests of the last 90 days that were signed or turned away, newest first.",
                "requests: [LoggedRequest], next: text?"),
    refusing(by_operator("audit.list", Method::get, "/v1/operator/audit", Kind::read,
                         list_commands_fields, handlers::list_commands,
                         "Commands that the journal records, newest first.",
                         "commands: [RecordedCommand], next: text?"),
             "not_found"),
};

// The table in the order in which the docs tell it.
template <std::size_t... Counts>
consteval auto joined(const Operation (&... parts)[Counts]) {
    std::array<Operation, (Counts + ...)> all{};
    std::size_t at = 0;
    const auto take = [&](const auto& part) {
        for (const Operation& row : part) all[at++] = row;
    };
    (take(parts), ...);
    return all;
}
constexpr auto table = joined(market_rows, order_rows, operator_rows, own_keys_rows, sign_in_rows,
                              onboarding_rows, test_funds_rows, staff_rows, house_rows);

consteval bool names_are_unique(std::span<const Operation> rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (rows[i].name == rows[j].name) return false;
        }
    }
    return true;
}
static_assert(names_are_unique(table));

consteval bool routes_are_unique(std::span<const Operation> rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (rows[i].path == rows[j].path && rows[i].method == rows[j].method) return false;
        }
    }
    return true;
}
static_assert(routes_are_unique(table));

// A key's operation without a scope is readable by every key; only the key itself is.
consteval bool keys_need_scopes(std::span<const Operation> rows) {
    for (const Operation& row : rows) {
        const bool by_key = row.audience == Audience::key;
        if (by_key && !row.scope && row.name != "key.show") return false;
        if (!by_key && row.scope) return false;
        const bool staff = row.audience == Audience::staff;
        if (staff == row.roles.empty()) return false;
        if (row.kind == Kind::money && row.idempotency == Idempotency::none) return false;
    }
    return true;
}
static_assert(keys_need_scopes(table));

}  // namespace

std::span<const Operation> operations() { return table; }

const Operation& operation(std::string_view name) {
    const auto* found = std::ranges::find(table, name, &Operation::name);
    CHECK(found != table.end());
    return *found;
}

}  // namespace api
