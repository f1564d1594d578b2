#include "views/history/history.hpp"

#include "views/history/writer.hpp"

namespace views {

struct History::Impl {
    explicit Impl(HistoryOptions options)
        : readers{options.file, options.readers}, writer{std::move(options), readers} {}

    mutable Readers readers;
    Writer writer;
};

History::History(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
History::~History() = default;

std::expected<std::unique_ptr<History>, std::string> History::open(HistoryOptions options) {
    auto impl = std::make_unique<Impl>(std::move(options));
    if (auto opened = impl->writer.open(); !opened) {
        return std::unexpected(std::move(opened).error());
    }
    impl->writer.start();
    return std::unique_ptr<History>{new History{std::move(impl)}};
}

void History::follow(std::shared_ptr<const std::vector<core::Record>> records) {
    impl_->writer.follow(std::move(records));
}

core::Sequence History::position() const { return impl_->writer.position(); }

bool History::wait_for(core::Sequence sequence,
                       std::chrono::steady_clock::time_point deadline) const {
    return impl_->writer.wait_for(sequence, deadline);
}

std::string History::trouble() const { return impl_->writer.trouble(); }

Found<std::optional<OrderRow>> History::order(core::OrderId order) const {
    return impl_->readers.ask([&](Reader& reader) { return reader.order(order); });
}

Found<std::optional<OrderRow>> History::order(core::AccountId account,
                                              std::string_view client_order_id) const {
    return impl_->readers.ask(
        [&](Reader& reader) { return reader.order(account, client_order_id); });
}

Found<std::vector<OrderRow>> History::orders(core::AccountId account, core::MarketId market,
                                             const Page& page) const {
    return impl_->readers.ask([&](Reader& reader) { return reader.orders(account, market, page); });
}

Found<std::vector<FillRow>> History::fills(core::AccountId account, core::MarketId market,
                                           const Page& page, core::OrderId order) const {
    return impl_->readers.ask(
        [&](Reader& reader) { return reader.fills(account, market, page, order); });
}

Found<std::optional<ListRow>> History::list(core::OrderListId list) const {
    return impl_->readers.ask([&](Reader& reader) { return reader.list(list); });
}

Found<std::optional<ListRow>> History::list(core::AccountId account,
                                            std::string_view client_list_id) const {
    return impl_->readers.ask([&](Reader& reader) { return reader.list(account, client_list_id); });
}

Found<std::vector<ListRow>> History::lists(core::AccountId account, core::MarketId market,
                                           const Page& page) const {
    return impl_->readers.ask([&](Reader& reader) { return reader.lists(account, market, page); });
}

Found<std::vector<AmendmentRow>> History::amendments(core::OrderId order, const Page& page) const {
    return impl_->readers.ask([&](Reader& reader) { return reader.amendments(order, page); });
}

Found<std::vector<PreventionRow>> History::preventions(core::AccountId account,
                                                       core::MarketId market, const Page& page,
                                                       core::OrderId order) const {
    return impl_->readers.ask(
        [&](Reader& reader) { return reader.preventions(account, market, page, order); });
}

Found<LedgerPage> History::ledger(core::AccountId account, core::AssetId asset,
                                  std::optional<LedgerCursor> after, std::size_t limit) const {
    return impl_->readers.ask(
        [&](Reader& reader) { return reader.ledger(account, asset, after, limit); });
}

Found<std::vector<CommandRow>> History::commands(const CommandQuery& query) const {
    return impl_->readers.ask([&](Reader& reader) { return reader.commands(query); });
}

Found<std::vector<PublicTrade>> History::trades(core::MarketId market, const Page& page) const {
    return impl_->readers.ask([&](Reader& reader) { return reader.trades(market, page); });
}

Found<std::vector<AggregateTrade>> History::aggregates(core::MarketId market,
                                                       const Page& page) const {
    return impl_->readers.ask([&](Reader& reader) { return reader.aggregates(market, page); });
}

Found<std::vector<TimedBar>> History::bars(core::MarketId market, const Span& span,
                                           core::Duration step) const {
    return impl_->readers.ask([&](Reader& reader) { return reader.bars(market, span, step); });
}

}  // namespace views
