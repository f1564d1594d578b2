#include "streams/street.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

namespace streams {

namespace dom = simdjson::dom;

Street::Street(std::uint64_t seed) : prng{seed}, crowd_{prng} {
    hub.add(streams);
    live.listen(hub);
    for (const simulation::Asked& asked : simulation::opening(prng, core::Environment::test)) {
        ask(asked);
    }
    for (std::uint64_t account = 3; account <= 6; ++account) {
        for (std::uint32_t asset = 1; asset <= 3; ++asset) {
            operate(core::FundAccount{core::AccountId{account}, core::AssetId{asset},
                                      core::Amount{10'000'000}});
        }
    }
    tell();
}

std::variant<api::Response, api::Upgrade> Street::upgrade(const std::string& target,
                                                          std::shared_ptr<api::Socket> socket) {
    api::Request request;
    request.target = request.path = target;
    if (const std::size_t mark = target.find('?'); mark != std::string::npos) {
        request.path = request.target.substr(0, mark);
        request.query = request.target.substr(mark + 1);
    }
    api::Arrival arrival;
    arrival.client = socket->client();
    arrival.at = house.clock.now();
    return streams.upgrade(request, arrival, std::move(socket));
}

Client Street::connect(const std::string& target) {
    auto socket = std::make_shared<api::KeptSocket>();
    auto told = upgrade(target, socket);
    if (!std::holds_alternative<api::Upgrade>(told)) {
        ADD_FAILURE() << "refused: " << std::get<api::Response>(told).body;
        return {};
    }
    return {std::move(socket), std::get<api::Upgrade>(told).handler};
}

void Street::step() {
    wait(core::milliseconds(prng.between(0, 900)));
    if (prng.one_in(3)) apply(house.tick());
    ask(prng.one_in(3) ? crowd_.next(house.state(), house.clock.now()) : some_trade());
    tell();
}

// By one of the first four customers: an order near the price that all think right, or a cancel.
simulation::Asked Street::some_trade() {
    const auto live_now = live.read();
    const core::Key& key = live_now->state.keys.at(core::KeyId{1 + prng.below(4)});
    const core::Envelope envelope{.customer = key.customer,
                                  .account = key.account,
                                  .key = key.id,
                                  .surface = core::Surface::api};
    std::vector<core::OrderId> mine;
    live_now->state.orders.of_account(
        key.account, [&](const core::OrderSummary& order) { mine.push_back(order.id); });
    if (mine.size() > 5 || (!mine.empty() && prng.one_in(5))) {
        return {.command = core::CancelOrder{.order = mine[prng.below(mine.size())]},
                .envelope = envelope};
    }
    core::PlaceOrder order;
    order.market = core::MarketId{!prng.one_in(4) ? 1U : prng.one_in(3) ? 3U : 2U};
    order.side = prng.one_in(2) ? core::Side::buy : core::Side::sell;
    order.type = core::OrderType::limit;
    order.time_in_force = prng.one_in(5) ? core::TimeInForce::ioc : core::TimeInForce::gtc;
    order.limit = core::Price{prng.between(18, 22)};
    order.quantity = core::Quantity{prng.between(1, 12)};
    order.client_order_id = core::ClientOrderId{"trade-" + std::to_string(++trades_)};
    return {.command = order, .envelope = envelope};
}

void Street::ask(const simulation::Asked& asked) {
    apply(house.ask(asked.command, asked.envelope).records);
}

void Street::apply(const engine::Records& records) {
    if (!stalled_since_) return live.apply(records, {});
    held_.insert(held_.end(), records.begin(), records.end());
}

void Street::publish() {
    stalled_since_.reset();
    if (!held_.empty()) live.apply(std::exchange(held_, {}), {});
    tell();
}

void Street::operate(core::Command command) {
    ask({.command = std::move(command), .envelope = {.surface = core::Surface::cli}});
}

void Street::wait(core::Duration time) {
    const core::Timestamp until = house.clock.now() + time;
    constexpr core::Duration tenth = core::milliseconds(100);
    for (;;) {
        const core::Timestamp next = views::floor_to(house.clock.now(), tenth) + tenth;
        if (next > until) break;
        house.clock.set(next);
        tell(next);
    }
    house.clock.set(until);
}

std::string Street::symbol(core::MarketId market) const {
    std::string lower;
    const auto read = live.read();
    for (const char c : read->state.catalogue.market(market).symbol.view()) {
        lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return lower;
}

namespace {

std::string text_of(const dom::element& value) {
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS) return std::string{text};
    return simdjson::minify(value);
}

}  // namespace

std::string member(const std::string& json, const std::string& pointer) {
    dom::parser parser;
    dom::element value;
    const auto document = parser.parse(json);
    if (document.error() != simdjson::SUCCESS) return {};
    if (document.at_pointer(pointer).get(value) != simdjson::SUCCESS) return {};
    return text_of(value);
}

std::vector<std::pair<std::string, std::string>> pairs(const std::string& json,
                                                       const std::string& pointer) {
    dom::parser parser;
    std::vector<std::pair<std::string, std::string>> found;
    dom::array list;
    if (parser.parse(json).at_pointer(pointer).get(list) != simdjson::SUCCESS) return found;
    for (const dom::element item : list) {
        found.emplace_back(text_of(item.at(0).value()), text_of(item.at(1).value()));
    }
    return found;
}

std::vector<std::string> elements(const std::string& json) {
    dom::parser parser;
    std::vector<std::string> found;
    dom::array list;
    if (parser.parse(json).get(list) != simdjson::SUCCESS) return found;
    for (const dom::element item : list) found.push_back(text_of(item));
    return found;
}

base::Int128 number(const std::string& json, const std::string& pointer) {
    std::string text = member(json, pointer);
    const bool negative = text.starts_with('-');
    if (negative) text.erase(0, 1);
    const auto read = base::parse_decimal(text, 8);
    if (!read) ADD_FAILURE() << pointer << " of " << json;
    return negative ? -read.value_or(0) : read.value_or(0);
}

std::int64_t integer(const std::string& json, const std::string& pointer) {
    const std::string text = member(json, pointer);
    if (text.empty()) ADD_FAILURE() << pointer << " of " << json;
    return text.empty() ? 0 : std::stoll(text);
}

}  // namespace streams
