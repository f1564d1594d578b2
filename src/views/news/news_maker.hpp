// Makes the news of one record, while it is applied.
//
//     maker.begin(present, record, listeners);
//     for (const core::Event& event : record.events) {
//         trail.see(event);
//         maker.see(event, trail);
//     }
//     apply(present, record);
//     const RecordNews news = maker.end(present, ended_lists);
//
// Orders, lists and balances are told of accounts that somebody listens to; the trail is asked for
// those alone.
#pragma once

#include <map>
#include <span>
#include <utility>
#include <vector>

#include "views/news/executions.hpp"
#include "views/news/news.hpp"
#include "views/order_trail.hpp"

namespace views {

struct Present;

class NewsMaker {
  public:
    void begin(const Present& before, const core::Record& record,
               std::span<NewsListener* const> listeners);
    void see(const core::Event& event, OrderTrail& trail);
    // `ended`: the lists whose last order the record closed.
    RecordNews end(const Present& after, std::span<const core::OrderList> ended);

  private:
    using Place = std::pair<core::AccountId, core::AssetId>;

    void happened(const core::OrderAccepted& event, OrderTrail& trail);
    void happened(const core::OrderParked& event, OrderTrail& trail);
    void happened(const core::OrderActivated& event, OrderTrail& trail);
    void happened(const core::OrderAmended& event, OrderTrail& trail);
    void happened(const core::OrderDecremented& event, OrderTrail& trail);
    void happened(const core::Traded& event, OrderTrail& trail);
    void happened(const core::TradePrevented& event, OrderTrail& trail);
    void happened(const core::OrderClosed& event, OrderTrail& trail);
    void happened(const core::OrderListOpened& event, OrderTrail& trail);
    void happened(const core::MarketModeChanged& event, OrderTrail& trail);
    void happened(const core::Posted& event, OrderTrail& trail);
    void happened(const core::KeyStatusChanged& event, OrderTrail& trail);
    void happened(const core::KeyEdited& event, OrderTrail& trail);
    void happened(const core::KeyTakenOver& event, OrderTrail& trail);
    void happened(const core::SessionEnded& event, OrderTrail& trail);
    void happened(const core::CustomerStatusChanged& event, OrderTrail& trail);
    void happened(const core::OnboardingMoved& event, OrderTrail& trail);
    void happened(const core::ApiAccessChanged& event, OrderTrail& trail);
    void happened(const core::LockChanged& event, OrderTrail& trail);
    void happened(const auto&, OrderTrail&) {}

    bool is_wanted(core::AccountId account);
    OrderNews& tell(OrderChange change, const OrderRow& row, std::uint64_t execution);
    OrderNews* last_of(core::OrderId order);
    void tell_public(const core::Traded& event);
    void tell_fill(const core::Traded& event, const OrderRow& row, bool maker);
    void tell_prevention(const core::TradePrevented& event, const OrderRow& row, bool maker);
    void tell_books(const Present& after);
    void tell_balances(const Present& after);
    void tell_ended_accounts(const Present& after);

    const Present* before_{};
    const core::Record* record_{};
    std::span<NewsListener* const> listeners_;
    core::AccountId asked_;  // whether it is wanted is known
    bool asked_wanted_{};
    RecordNews news_;
    Executions executions_{core::Sequence{}};
    std::uint64_t execution_{};  // the first of the event at hand
    std::vector<std::pair<core::MarketId, Aggregation>> aggregations_;
    std::map<Place, core::Amount> moved_;
    std::vector<core::CustomerId> judged_anew_;
};

}  // namespace views
