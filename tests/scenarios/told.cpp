// What happened, in words: a line per fact.
#include "scenarios/facts.hpp"

namespace scenarios {
namespace {

constexpr std::size_t facts_max = 40;  // of one record; more are counted

std::string number(core::Amount amount) { return base::format_decimal(amount.units, 0); }
std::string id(core::OrderId order) { return "#" + std::to_string(order.value); }

// One event as a line; empty for those that only repeat what others say.
class Fact : public PeopleFacts, public CustomerFacts, public KeyFacts, public OrderFacts {
  public:
    Fact(const Town& town)
        : PeopleFacts{town}, CustomerFacts{town}, KeyFacts{town}, OrderFacts{town}, town_{town} {}
    using PeopleFacts::operator();
    using CustomerFacts::operator();
    using KeyFacts::operator();
    using OrderFacts::operator();

    std::string operator()(const core::HouseOpened& event) const {
        return "opened " + word(event.environment);
    }
    std::string operator()(const core::AssetDefined& event) const {
        return "asset " + std::string{event.asset.code.view()};
    }
    std::string operator()(const core::MarketDefined& event) const {
        return "market " + std::string{event.market.symbol.view()} +
               ", one lot at one tick costs " + number(event.market.tick_lot);
    }
    std::string operator()(const core::MarketModeChanged& event) const {
        return "market " + town_.symbol_of(event.market) + " " + word(event.mode) +
               (event.reopens_at == core::never ? "" : " until " + told(town_, event.reopens_at)) +
               (event.reason == core::ModeReason::by_operator ? "" : ", " + word(event.reason));
    }
    std::string operator()(const core::AccountOpened& event) const {
        return "account " + std::to_string(event.account.id.value);
    }
    std::string operator()(const core::OrderAccepted& event) const {
        const bool by_quote = event.quote_amount != core::Amount{};
        return "accepted " + id(event.order.id) +
               (by_quote ? ": " + std::to_string(event.order.quantity.lots) + " for " +
                               number(event.quote_amount)
                         : "");
    }
    std::string operator()(const core::Traded& event) const {
        std::string text = "traded " + std::to_string(event.quantity.lots) + " @ " +
                           std::to_string(event.price.ticks) + " with " + id(event.maker);
        const core::Market& market = town_.house.state().catalogue.market(event.market);
        const bool buying = event.taker_side == core::Side::buy;
        if (event.taker_fee != core::Amount{}) {
            text += ", taker pays " + number(event.taker_fee) + " " +
                    town_.code_of(buying ? market.base : market.quote);
        }
        if (event.maker_fee != core::Amount{}) {
            text += ", maker pays " + number(event.maker_fee) + " " +
                    town_.code_of(buying ? market.quote : market.base);
        }
        return text;
    }
    std::string operator()(const core::OrderDecremented& event) const {
        return "shrank " + id(event.order) + " by " + std::to_string(event.quantity.lots);
    }
    std::string operator()(const core::OrderRested& event) const {
        const auto order = town_.house.state().orders.find(event.order);
        return "rests " + id(event.order) +
               (order ? " with " + std::to_string(order->leaves.lots) + " left" : "");
    }
    std::string operator()(const core::OrderClosed& event) const {
        return "closed " + id(event.order) + " " + word(event.reason);
    }
    std::string operator()(const core::Posted& event) const {
        const core::Posting& first = event.postings[0];
        switch (event.reason) {
            case core::PostingReason::hold:
                return "holds " + number(-first.delta) + " " + town_.code_of(first.asset);
            case core::PostingReason::release:
                return "releases " + number(-first.delta) + " " + town_.code_of(first.asset) +
                       " to " + town_.name_of(first.account);
            case core::PostingReason::fund:
                return "funded " + number(-first.delta) + " " + town_.code_of(first.asset);
            case core::PostingReason::trade:
                return improvement(event);
        }
        return "?";
    }
    std::string operator()(const core::MemoryForgotten& event) const {
        return "forgot what ended by " + told(town_, event.until);
    }
    std::string operator()(const core::Recovered& event) const {
        return event.clean ? "recovered"
                           : "recovered, " + std::to_string(event.discarded_bytes) + " bytes lost";
    }

  private:
    // What the limit had held above the price comes back right behind what is spent.
    std::string improvement(const core::Posted& event) const {
        const core::Posting& spent = event.postings[0];
        const core::Posting& back = event.postings[1];
        const bool same = back.account == spent.account && back.asset == spent.asset &&
                          -spent.delta > back.delta && event.postings.size() > 4;
        if (!same || is_own(event)) return {};
        return "gives back " + number(back.delta) + " " + town_.code_of(back.asset) + " to " +
               town_.name_of(back.account);
    }
    // Both sides are one account: what it earns looks like what it gets back.
    static bool is_own(const core::Posted& event) {
        for (const core::Posting& posting : event.postings) {
            const bool other = posting.account != event.postings[0].account;
            if (other && posting.account != core::house) return false;
        }
        return true;
    }

    const Town& town_;
};

std::string told(const Town& town, const core::Rejection& rejection) {
    std::string text = "  rejected " + std::string{core::name_of(rejection.reject)};
    if (!rejection.field.empty()) text += " " + std::string{rejection.field.view()};
    if (rejection.asset) {
        text += ": has " + number(rejection.available) + ", needs " + number(rejection.needed) +
                " " + town.code_of(rejection.asset);
    }
    const bool anew = rejection.reject == core::Reject::cap_exceeded &&
                      rejection.until != core::never &&
                      rejection.until > town.house.state().stamp.time;
    if (anew) text += ", anew at " + told(town, rejection.until);
    return text;
}

std::string told(const Town& town, std::span<const core::Event> events) {
    std::vector<std::string> facts;
    for (const core::Event& event : events) {
        const std::string fact = std::visit(Fact{town}, event);
        if (!fact.empty()) facts.push_back("  " + fact + "\n");
    }
    std::string text;
    const std::size_t shown = facts.size() > facts_max ? 3 : facts.size();
    for (std::size_t i = 0; i < shown; ++i) text += facts[i];
    if (shown == facts.size()) return text;
    text += "  ... " + std::to_string(facts.size() - shown - 2) + " more ...\n";
    return text + facts[facts.size() - 2] + facts.back();
}

}  // namespace

std::string told(const Town& town, core::Timestamp time) {
    return "+" + std::to_string((time - town.beginning()).ns / 1'000'000'000) + "s";
}

std::string told(const Town& town, const core::Record& record) {
    if (!record.rejection) return told(town, record.events);
    // A rejected command has one fact at most: a factor that failed.
    return told(town, *record.rejection) + "\n" + told(town, record.events);
}

std::string told(const Town& town, const core_house::Turn& turn) {
    if (turn.records.empty()) {
        if (turn.reply.replayed) {
            std::string text = "  the same answer again:\n";
            if (turn.reply.rejection) text += told(town, *turn.reply.rejection) + "\n";
            return text + told(town, turn.reply.events);
        }
        return told(town, turn.reply.rejection.value()) + ", not recorded\n";
    }
    std::string text;
    for (std::size_t i = 0; i < turn.records.size(); ++i) {
        if (i > 0) text += "  and in a further record:\n";
        text += told(town, turn.records[i]);
    }
    if (turn.records.size() > 1) {
        text += "  the reply says all " + std::to_string(turn.reply.events.size()) + " events\n";
    }
    return text;
}

}  // namespace scenarios
