#include "scenarios/town.hpp"

#include <sstream>

#include "base/check.hpp"
#include "base/decimal.hpp"
#include "core/exchange/invariants.hpp"

namespace scenarios {
namespace {

constexpr const char* usual_town[] = {
    "house asset APL",
    "house asset PER",
    "house asset USD",
    "house list APL USD",
    "house list PER USD",
    "house registers alice",
    "house registers bob",
    "house registers carol",
    "house registers dave",
    "house customer alice verified",
    "house customer bob verified",
    "house customer carol verified",
    "house key alice main scopes=order:create,order:amend,order:cancel",
    "house key bob main scopes=order:create,order:amend,order:cancel",
    "house key carol main scopes=order:create,order:amend,order:cancel",
    "house key dave main scopes=order:create,order:amend,order:cancel",
    "house fund alice 10000 APL",
    "house fund alice 10000 PER",
    "house fund alice 100000 USD",
    "house fund bob 10000 APL",
    "house fund bob 10000 PER",
    "house fund bob 100000 USD",
    "house fund carol 10000 APL",
    "house fund carol 10000 PER",
    "house fund carol 100000 USD",
};

template <class Items, class Id, class Text>
std::string found_or_number(const Items* item, Id id, Text text) {
    return item == nullptr ? "number " + std::to_string(id.value) : std::string{text(*item)};
}

std::string balances(const Town& town, const std::string& name) {
    const core::State& state = town.house.state();
    std::string text;
    for (const core::Asset& asset : state.catalogue.assets()) {
        const core::Balance balance = state.ledger.balance(town.account(name), asset.id);
        if (balance == core::Balance{}) continue;
        text += "  " + base::format_decimal(balance.available.units, 0) + " " +
                std::string{asset.code.view()};
        if (balance.held != core::Amount{}) {
            text += " and " + base::format_decimal(balance.held.units, 0) + " held";
        }
        text += "\n";
    }
    return text.empty() ? "  nothing\n" : text;
}

std::string book(const Town& town, const std::string& symbol) {
    std::string text;
    town.house.state().orders.for_each([&](const core::OpenOrder& order) {
        if (order.market != town.market(symbol)) return;
        text += std::string{"  "} + (order.side == core::Side::buy ? "buy " : "sell ") +
                std::to_string(order.leaves.lots) + " @ " + std::to_string(order.limit.ticks) +
                " #" + std::to_string(order.id.value) + " " + town.name_of(order.account) + "\n";
    });
    return text.empty() ? "  empty\n" : text;
}

// "501 times bob sell 1 @ 100": the facts of the last, and how often there were others.
std::string facts_of_many(Town& town, int times, const std::string& line) {
    std::string last;
    for (int i = 0; i < times; ++i) last = facts_of(town, line);
    return "  the last of " + std::to_string(times) + ":\n" + last;
}

std::string waited(Town& town, const std::string& how_long) {
    town.house.clock.advance(core::seconds(std::stoll(how_long)));
    std::string text;
    for (const core::Record& record : town.house.tick()) text += told(town, record);
    return text;
}

}  // namespace

void Town::make_usual() {
    facts_of(*this, "house opens test");
    for (const char* line : usual_town) {
        CHECK(facts_of(*this, line).find("rejected") == std::string::npos);
    }
}

std::string facts_of(Town& town, const std::string& line) {
    std::istringstream words{line};
    std::string first;
    std::string second;
    words >> first >> second;
    if (first == "wait") return waited(town, second);
    if (first == "restart") {
        town.house.restart();
        return {};
    }
    if (second == "times") {
        std::string rest;
        std::getline(words >> std::ws, rest);
        return facts_of_many(town, std::stoi(first), rest);
    }
    const Said said = command_of(town, line);
    std::string text = told(town, town.house.ask(said.command, said.envelope));
    const std::string_view broken = core::broken_invariant(town.house.state());
    if (!broken.empty()) text += "  BROKEN: not " + std::string{broken} + "\n";
    return text;
}

std::string answer_to(const Town& town, const std::string& line) {
    std::istringstream words{line};
    std::string what;
    std::string where = "APLUSD";
    words >> what >> where;
    return what == "book" ? book(town, where.empty() ? "APLUSD" : where) : balances(town, what);
}

core::AccountId Town::account(const std::string& name) const {
    if (name == "house") return core::house;
    return accounts_.at(name);
}

core::CustomerId Town::customer(const std::string& name) const {
    return house.state().accounts.at(account(name)).customer;
}

core::KeyId Town::key(const std::string& owner, const std::string& name) const {
    core::KeyId found{999};
    if (!has_account(owner)) return found;
    for (const core::Key& key : house.state().keys.all()) {
        if (key.account == account(owner) && key.rules.name.view() == name) found = key.id;
    }
    return found;
}

core::UserId Town::user(const std::string& name) const {
    const auto found = users_.find(name);
    return found == users_.end() ? core::UserId{999} : found->second;
}

core::FactorId Town::factor(const std::string& owner, const std::string& name) const {
    core::FactorId found{999};
    for (const core::Factor& factor : house.state().factors.all()) {
        if (factor.user == user(owner) && factor.name.view() == name) found = factor.id;
    }
    return found;
}

core::SessionId Town::last_session(const std::string& owner) const {
    const auto open = house.state().sessions.of_user(user(owner));
    return open.empty() ? core::SessionId{999} : open.back();
}

core::AssetId Town::asset(const std::string& code) const {
    const core::Asset* found = house.state().catalogue.find_asset(code);
    return found == nullptr ? core::AssetId{99} : found->id;
}

core::MarketId Town::market(const std::string& symbol) const {
    const core::Market* found = house.state().catalogue.find_market(symbol);
    return found == nullptr ? core::MarketId{99} : found->id;
}

std::string Town::name_of(core::AccountId account) const {
    for (const auto& [name, id] : accounts_) {
        if (id == account) return name;
    }
    return account == core::house ? "house" : "outside";
}

std::string Town::name_of(core::KeyId id) const {
    const core::Key& key = house.state().keys.at(id);
    return std::string{key.rules.name.view()} + " of " + name_of(key.account);
}

std::string Town::name_of(core::UserId user) const {
    for (const auto& [name, id] : users_) {
        if (id == user) return name;
    }
    return "nobody";
}

std::string Town::name_of(core::FactorId id) const {
    const core::Factor& factor = house.state().factors.at(id);
    return std::string{factor.name.view()} + " of " + name_of(factor.user);
}

std::string Town::code_of(core::AssetId asset) const {
    return found_or_number(house.state().catalogue.find_asset(asset), asset,
                           [](const core::Asset& a) { return a.code.view(); });
}

std::string Town::symbol_of(core::MarketId market) const {
    return found_or_number(house.state().catalogue.find_market(market), market,
                           [](const core::Market& m) { return m.symbol.view(); });
}

void Town::expect_person(const std::string& name) {
    accounts_[name] = house.state().accounts.next_id();
}

void Town::expect_user(const std::string& name) { users_[name] = house.state().users.next_id(); }

}  // namespace scenarios
