// What is said of several orders at once, and of orders that are there.
#include "scenarios/line.hpp"

namespace scenarios {
namespace {

std::vector<std::string> parts_of(const std::string& text) {
    std::vector<std::string> parts;
    std::size_t from = 0;
    for (std::size_t at; (at = text.find(" | ", from)) != std::string::npos; from = at + 3) {
        parts.push_back(text.substr(from, at - from));
    }
    parts.push_back(text.substr(from));
    return parts;
}

core::MarketId market_named(const Town& town, const Line& line) {
    return line.names("in") ? town.market(line.named("in", "")) : core::MarketId{};
}

core::OrderTag tag_of(const Line& line) {
    return core::OrderTag{std::string_view{line.named("tag", "")}};
}

core::ClientOrderId name_of(const std::string& text) {
    return core::ClientOrderId{std::string_view{text}};
}

core::PlaceOrderList list_of(Town& town, const Line& line, const std::vector<std::string>& parts) {
    core::PlaceOrderList list;
    list.kind = one_of<core::ListKind>(line.word(2));
    list.client_list_id = name_of(line.named("as", "list"));
    for (std::size_t i = 1; i < parts.size(); ++i) {
        list.orders.push_back(order_of(town, Line{line.word(0) + " " + parts[i]}));
        if (!Line{parts[i]}.names("as")) {
            std::string name{list.client_list_id.view()};
            list.orders.back().client_order_id = name_of(name + "." + std::to_string(i));
        }
    }
    list.market = list.orders.empty() ? core::MarketId{1} : list.orders.front().market;
    return list;
}

core::CancelOrderList unlist_of(const Town& town, const Line& line) {
    core::CancelOrderList cancel;
    cancel.market = market_named(town, line);
    const std::string& which = line.word(2);
    if (which.starts_with('#')) {
        cancel.list = core::OrderListId{std::stoull(which.substr(1))};
    } else {
        cancel.client_list_id = name_of(which);
    }
    return cancel;
}

core::AmendOrder amend_of(const Town& town, const Line& line) {
    const core::CancelOrder named = cancel_of(town, line);
    core::AmendOrder amend;
    amend.market = named.market;
    amend.order = named.order;
    amend.client_order_id = named.client_order_id;
    amend.quantity = core::Quantity{line.number(4)};
    amend.new_client_order_id = name_of(line.named("to", ""));
    return amend;
}

core::CancelAll cancel_many(Town& town, const Line& line, const core::Envelope& envelope) {
    core::CancelAll all;
    all.market = market_named(town, line);
    all.tag = tag_of(line);
    all.session = static_cast<std::uint64_t>(line.number("wire", 0));
    if (line.has("mine")) all.key = envelope.key;
    all.disconnected = line.has("disconnected");
    return all;
}

core::SetFeeTiers fees_of(const Town& town, const Line& line) {
    core::SetFeeTiers fees;
    fees.tiers.asset = town.asset(line.word(2));
    for (std::size_t i = 3; i < line.count(); ++i) {
        const std::string& text = line.word(i);  // 1000:10/20
        const auto colon = text.find(':');
        const auto slash = text.find('/');
        fees.tiers.tiers.push_back({core::Amount{std::stoll(text.substr(0, colon))},
                                    {std::stoi(text.substr(colon + 1, slash - colon - 1))},
                                    {std::stoi(text.substr(slash + 1))}});
    }
    return fees;
}

}  // namespace

std::optional<core::Command> orders_command(Town& town, const std::string& text,
                                            core::Envelope& envelope) {
    const std::vector<std::string> parts = parts_of(text);
    const Line line{parts[0]};
    if (line.count() < 2) return std::nullopt;
    const std::string& verb = line.word(1);
    if (verb == "lists") return list_of(town, line, parts);
    if (verb == "unlists") return unlist_of(town, line);
    if (verb == "amends") return amend_of(town, line);
    if (verb == "cancels") return cancel_many(town, line, envelope);
    if (verb == "cancel" && line.word(2) == "all") return cancel_many(town, line, envelope);
    if (verb == "dead_man") {
        return core::SetDeadMan{market_named(town, line), tag_of(line),
                                core::seconds(line.number(2))};
    }
    if (verb == "replaces") {
        core::CancelReplace replace;
        replace.cancel = cancel_of(town, line);
        replace.place = order_of(town, Line{line.word(0) + " " + parts.at(1)});
        replace.stop_on_failure = !line.has("or_else");
        return replace;
    }
    if (line.word(0) == "house" && verb == "fees") return fees_of(town, line);
    if (line.word(0) == "house" && verb == "activates") {
        return core::ActivateOrder{core::OrderId{static_cast<std::uint64_t>(line.number(2))}};
    }
    if (line.word(0) == "house" && verb == "uncrosses") {
        return core::Uncross{town.market(line.word(2))};
    }
    return std::nullopt;
}

}  // namespace scenarios
