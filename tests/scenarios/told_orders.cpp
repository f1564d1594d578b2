#include "scenarios/facts.hpp"

namespace scenarios {
namespace {

std::string id(core::OrderId order) { return "#" + std::to_string(order.value); }
std::string number(core::Amount amount) { return base::format_decimal(amount.units, 0); }
std::string lots(core::Quantity quantity) { return std::to_string(quantity.lots); }

std::string why(const core::Rejection& rejection) {
    std::string text{core::name_of(rejection.reject)};
    if (!rejection.field.empty()) text += " " + std::string{rejection.field.view()};
    return text;
}

}  // namespace

std::string OrderFacts::operator()(const core::OrderParked& event) const {
    std::string text = "waits " + id(event.order) + " for its " + word(event.why);
    if (event.extreme != core::Price{}) text += " from " + std::to_string(event.extreme.ticks);
    return text;
}
std::string OrderFacts::operator()(const core::OrderActivated& event) const {
    return "activated " + id(event.order) + " with " + lots(event.leaves) + " by its " +
           word(event.from);
}
std::string OrderFacts::operator()(const core::OrderRefreshed& event) const {
    return "shows " + lots(event.visible) + " more of " + id(event.order);
}
std::string OrderFacts::operator()(const core::OrderAmended& event) const {
    std::string text = "amended " + id(event.order) + " from " + lots(event.before) + " to " +
                       lots(event.quantity);
    if (event.client_order_id != event.client_order_id_before) {
        text += ", called " + std::string{event.client_order_id.view()};
    }
    return text;
}
std::string OrderFacts::operator()(const core::OrderListOpened& event) const {
    std::string text = "list " + std::to_string(event.list.id.value) + " " + word(event.list.kind);
    for (const core::ListLeg& leg : event.list.legs) text += " " + id(leg.order);
    return text;
}
std::string OrderFacts::operator()(const core::TradePrevented& event) const {
    return "prevented " + lots(event.quantity) + " @ " + std::to_string(event.price.ticks) +
           " with " + id(event.maker);
}
std::string OrderFacts::operator()(const core::CancelRefused& event) const {
    return "not cancelled: " + why(event.rejection);
}
std::string OrderFacts::operator()(const core::PlaceRefused& event) const {
    return "not placed: " + why(event.rejection);
}
std::string OrderFacts::operator()(const core::DeadManSet& event) const {
    const core::DeadMan& timer = event.timer;
    const std::string which = "dead man " + std::to_string(timer.id.value);
    if (timer.deadline == core::never) return which + " taken back";
    return which + " at " + told(town_, timer.deadline);
}
std::string OrderFacts::operator()(const core::DeadManFired& event) const {
    return "dead man " + std::to_string(event.timer.value) + (event.done ? " fired" : " fires");
}
std::string OrderFacts::operator()(const core::AuctionPriced& event) const {
    return "auction in " + town_.symbol_of(event.market) + ": " + lots(event.quantity) + " @ " +
           std::to_string(event.price.ticks);
}
std::string OrderFacts::operator()(const core::FeeTiersSet& event) const {
    std::string text = "fees by volume:";
    for (const core::FeeTier& tier : event.tiers.tiers) {
        text += " from " + number(tier.volume) + " " + std::to_string(tier.maker.millionths) + "/" +
                std::to_string(tier.taker.millionths);
    }
    return text;
}

}  // namespace scenarios
