#include "views/live.hpp"

#include "core/exchange/exchange.hpp"
#include "core/exchange/snapshot.hpp"

namespace views {

void apply(Present& present, const core::Record& record) {
    core::apply(present.state, record);
    present.markets.apply(record);
}

base::Bytes encode(const Present& present) {
    base::Bytes state;
    core::encode_state(state, present.state);
    base::Bytes out;
    out.reserve(state.size() + 1'024);
    base::encode(out, static_cast<std::uint64_t>(state.size()));
    out.insert(out.end(), state.begin(), state.end());
    present.markets.encode(out);
    return out;
}

bool decode(base::BytesView bytes, Present& present) {
    base::Decoder in{bytes};
    const auto state_bytes = in.number<std::uint64_t>();
    const base::BytesView state = in.take(state_bytes);
    if (!in.ok() || !core::decode_state(state, present.state)) return false;
    auto markets = MarketView::decode(in);
    if (!markets || !in.at_end()) return false;
    present.markets = *std::move(markets);
    return true;
}

Live::Live(std::unique_ptr<Present> present, const journal::Position& position)
    : present_{std::move(present)}, position_{position} {}

void Live::apply(std::span<const core::Record> records, const journal::Position& position) {
    const std::unique_lock lock{mutex_};
    for (const core::Record& record : records) {
        note_closings(present_->closed, present_->state, record);
        views::apply(*present_, record);
    }
    position_ = position;
}

}  // namespace views
