#include "views/news/news_maker.hpp"

#include <algorithm>

#include "core/access/authorise.hpp"
#include "core/exchange/standing.hpp"
#include "views/live.hpp"
#include "views/news/best_prices.hpp"

namespace views {
namespace {

// Stands in the book, or would if the record had nothing more for it.
bool rests(const OrderRow& row) {
    const core::OpenOrder& order = row.order;
    return !row.closed && core::parking(order) == core::Parking::none &&
           order.leaves > core::Quantity{} && !core::takes_any_price(order.type) &&
           order.time_in_force == core::TimeInForce::gtc;
}

const core::CancelOrder* cancel_of(const core::Command& command) {
    if (const auto* both = std::get_if<core::CancelReplace>(&command)) return &both->cancel;
    return std::get_if<core::CancelOrder>(&command);
}

// What the owner called this cancelling: of the order that he named, not of its list's others.
core::ClientOrderId cancel_id(const core::Command& command, const core::OpenOrder& order) {
    const core::CancelOrder* cancel = cancel_of(command);
    if (cancel == nullptr) return {};
    const bool named = cancel->order ? cancel->order == order.id
                                     : cancel->client_order_id == order.client_order_id;
    return named ? cancel->cancel_id : core::ClientOrderId{};
}

}  // namespace

void NewsMaker::begin(const Present& before, const core::Record& record,
                      std::span<NewsListener* const> listeners) {
    before_ = &before;
    record_ = &record;
    listeners_ = listeners;
    asked_ = {};
    asked_wanted_ = false;
    news_ = {};
    news_.stamp = record.stamp;
    executions_ = Executions{record.stamp.sequence};
    aggregations_.clear();
    moved_.clear();
    judged_anew_.clear();
}

void NewsMaker::see(const core::Event& event, OrderTrail& trail) {
    execution_ = executions_.of(event);
    std::visit([&](const auto& what) { happened(what, trail); }, event);
}

RecordNews NewsMaker::end(const Present& after, std::span<const core::OrderList> ended) {
    for (const core::OrderList& list : ended) {
        if (is_wanted(list.account)) news_.lists.push_back({list, ListChange::done});
    }
    tell_books(after);
    tell_balances(after);
    tell_ended_accounts(after);
    return std::move(news_);
}

// An account's events mostly follow one another.
bool NewsMaker::is_wanted(core::AccountId account) {
    if (account != asked_) {
        asked_ = account;
        asked_wanted_ = std::ranges::any_of(
            listeners_, [&](const NewsListener* one) { return one->listens_to(account); });
    }
    return asked_wanted_;
}

OrderNews& NewsMaker::tell(OrderChange change, const OrderRow& row, std::uint64_t execution) {
    OrderNews& news = news_.orders.emplace_back();
    news.change = change;
    news.row = row;
    news.in_book = rests(row);
    news.execution = execution;
    return news;
}

OrderNews* NewsMaker::last_of(core::OrderId order) {
    const auto found = std::ranges::find(news_.orders.rbegin(), news_.orders.rend(), order,
                                         [](const OrderNews& news) { return news.row.order.id; });
    return found == news_.orders.rend() ? nullptr : &*found;
}

// --- orders

void NewsMaker::happened(const core::OrderAccepted& event, OrderTrail& trail) {
    if (!is_wanted(event.order.account)) return;
    tell(OrderChange::accepted, trail.row(event.order.id), execution_);
}

// It is said of the order that was accepted, or activated and found wanting, just before.
void NewsMaker::happened(const core::OrderParked& event, OrderTrail& trail) {
    OrderNews* news = last_of(event.order);
    if (news == nullptr) return;
    news->row = trail.row(event.order);
    news->in_book = false;
}

void NewsMaker::happened(const core::OrderActivated& event, OrderTrail& trail) {
    const OrderRow& row = trail.row(event.order);
    if (!is_wanted(row.order.account)) return;
    tell(OrderChange::activated, row, execution_);
    const core::OpenList* open = before_->state.lists.find(core::list_of(row.order));
    if (event.from != core::Parking::list || open == nullptr) return;
    const bool told = std::ranges::any_of(
        news_.lists, [&](const ListNews& news) { return news.list.id == open->list.id; });
    if (!told) news_.lists.push_back({open->list, ListChange::advanced});
}

void NewsMaker::happened(const core::OrderAmended& event, OrderTrail& trail) {
    if (!is_wanted(event.account)) return;
    tell(OrderChange::amended, trail.row(event.order), execution_).amended_from =
        event.client_order_id_before;
}

void NewsMaker::happened(const core::Traded& event, OrderTrail& trail) {
    tell_public(event);
    if (is_wanted(event.taker_account)) tell_fill(event, trail.row(event.taker), false);
    if (is_wanted(event.maker_account)) tell_fill(event, trail.row(event.maker), true);
}

void NewsMaker::tell_public(const core::Traded& event) {
    auto found = std::ranges::find(aggregations_, event.market,
                                   &std::pair<core::MarketId, Aggregation>::first);
    if (found == aggregations_.end()) {
        const Aggregation last{before_->markets.last_aggregate(event.market)};
        found = aggregations_.insert(found, {event.market, last});
    }
    news_.trades.push_back({event.market, public_trade_of(record_->stamp.time, event),
                            found->second.place(record_->stamp.sequence, event)});
}

void NewsMaker::tell_fill(const core::Traded& event, const OrderRow& row, bool maker) {
    const core::Market& market = before_->state.catalogue.market(event.market);
    const core::Side side = maker ? core::opposite(event.taker_side) : event.taker_side;
    OrderNews& news = tell(OrderChange::traded, row, execution_ + (maker ? 1 : 0));
    news.fill = FillRow{.market = event.market,
                        .trade = event.trade,
                        .order = row.order.id,
                        .account = row.order.account,
                        .side = side,
                        .price = event.price,
                        .quantity = event.quantity,
                        .quote = event.quote,
                        .fee = maker ? event.maker_fee : event.taker_fee,
                        .fee_asset = side == core::Side::buy ? market.base : market.quote,
                        .maker = maker,
                        .time = record_->stamp.time};
}

void NewsMaker::happened(const core::TradePrevented& event, OrderTrail& trail) {
    if (!is_wanted(event.account)) return;
    tell_prevention(event, trail.row(event.taker), false);
    tell_prevention(event, trail.row(event.maker), true);
}

void NewsMaker::tell_prevention(const core::TradePrevented& event, const OrderRow& row,
                                bool maker) {
    const core::Quantity own = maker ? event.maker_prevented : event.taker_prevented;
    if (own == core::Quantity{}) return;
    tell(OrderChange::prevented, row, execution_ + (maker ? 1 : 0)).prevention =
        Prevention{.id = event.prevention,
                   .other = maker ? event.taker : event.maker,
                   .price = event.price,
                   .quantity = event.quantity,
                   .own_prevented = own};
}

// What was said to be prevented takes effect.
void NewsMaker::happened(const core::OrderDecremented& event, OrderTrail& trail) {
    OrderNews* news = last_of(event.order);
    if (news == nullptr || news->change != OrderChange::prevented) return;
    news->row = trail.row(event.order);
    news->in_book = rests(news->row);
}

// The trade that filled it, or the prevention that ended it, has been told and says this too.
void NewsMaker::happened(const core::OrderClosed& event, OrderTrail& trail) {
    if (!is_wanted(event.account)) return;
    const OrderRow& row = trail.row(event.order);
    OrderNews* told = last_of(event.order);
    const bool said =
        told != nullptr &&
        ((told->change == OrderChange::traded && event.reason == core::CloseReason::filled) ||
         (told->change == OrderChange::prevented && event.reason == core::CloseReason::self_trade));
    if (said) {
        told->row = row;
        told->in_book = false;
        return;
    }
    OrderNews& news = tell(OrderChange::closed, row, execution_);
    if (event.reason == core::CloseReason::cancelled) {
        news.cancel_id = cancel_id(record_->command, row.order);
    }
}

// --- lists

void NewsMaker::happened(const core::OrderListOpened& event, OrderTrail&) {
    if (!is_wanted(event.list.account)) return;
    news_.lists.push_back({event.list, ListChange::opened});
}

// --- everything else

void NewsMaker::happened(const core::MarketModeChanged& event, OrderTrail&) {
    news_.modes.push_back({event.market, event.mode, event.reason, event.reopens_at});
}

void NewsMaker::happened(const core::Posted& event, OrderTrail&) {
    for (const core::Posting& posting : event.postings) {
        if (!is_wanted(posting.account)) continue;
        core::Amount& moved = moved_[{posting.account, posting.asset}];
        if (event.reason != core::PostingReason::trade) moved += posting.delta;
    }
}

void NewsMaker::tell_balances(const Present& after) {
    for (const auto& [place, moved] : moved_) {
        const auto& [account, asset] = place;
        news_.balances.push_back(
            {account, asset, after.state.ledger.balance(account, asset), moved});
    }
}

// Cancel-only keys still read.
void NewsMaker::happened(const core::KeyStatusChanged& event, OrderTrail&) {
    const bool reads =
        event.status == core::KeyStatus::active || event.status == core::KeyStatus::cancel_only;
    if (!reads) news_.ended_keys.push_back(event.key);
}

// Under other rules or another credential it must show itself anew.
void NewsMaker::happened(const core::KeyEdited& event, OrderTrail&) {
    news_.ended_keys.push_back(event.key);
}
void NewsMaker::happened(const core::KeyTakenOver& event, OrderTrail&) {
    news_.ended_keys.push_back(event.key);
}
void NewsMaker::happened(const core::SessionEnded& event, OrderTrail&) {
    news_.ended_sessions.push_back(event.session);
}

// What that means for those who listen is known when the record is applied.
void NewsMaker::happened(const core::CustomerStatusChanged& event, OrderTrail&) {
    judged_anew_.push_back(event.customer);
}
void NewsMaker::happened(const core::OnboardingMoved& event, OrderTrail&) {
    judged_anew_.push_back(event.customer);
}
void NewsMaker::happened(const core::ApiAccessChanged& event, OrderTrail&) {
    judged_anew_.push_back(event.customer);
}
void NewsMaker::happened(const core::LockChanged& event, OrderTrail&) {
    judged_anew_.push_back(event.lock.customer);
}

void NewsMaker::tell_ended_accounts(const Present& after) {
    for (const core::CustomerId customer : judged_anew_) {
        const core::Standing standing =
            core::standing_of(after.state, customer, record_->stamp.time);
        const bool people_may = core::authorise(standing, {.kind = core::Kind::read}).has_value();
        if (people_may && standing.api_approved) continue;
        for (const core::AccountId account : after.state.accounts.of(customer)) {
            news_.ended_accounts.push_back({account, !people_may});
        }
    }
}

// --- books

void NewsMaker::tell_books(const Present& after) {
    const std::span<const LevelWatch::Level> levels = after.watch.changes();
    for (std::size_t i = 0; i < levels.size();) {
        BookNews book;
        book.market = levels[i].market;
        book.last = after.markets.book_updates(book.market);
        for (; i < levels.size() && levels[i].market == book.market; ++i) {
            book.levels.push_back({levels[i].side, levels[i].price, levels[i].lots});
        }
        book.first = book.last - book.levels.size() + 1;
        book.best = best_of(after.state.orders.book(book.market));
        news_.books.push_back(std::move(book));
    }
}

}  // namespace views
