#include "app/recovery.hpp"

#include "base/check.hpp"
#include "core/exchange/exchange.hpp"
#include "core/exchange/snapshot.hpp"
#include "engine/records.hpp"

namespace app {
namespace {

// Changes when the bytes of a snapshot do: older ones are then passed over.
constexpr std::string_view snapshot_layout = "postern snapshot 1";

journal::Hash snapshot_schema() {
    return journal::Sha256{}.of(engine::record_schema(), base::as_bytes(snapshot_layout));
}

}  // namespace

bool TwoStates::load_snapshot(base::BytesView bytes, std::uint64_t sequence) {
    auto state = std::make_unique<core::State>();
    auto present = std::make_unique<views::Present>();
    base::Decoder in{bytes};
    const base::BytesView state_bytes = in.take(in.number<std::uint64_t>());
    if (!in.ok() || !core::decode_state(state_bytes, *state)) return false;
    if (!views::decode(bytes, *present) || state->stamp.sequence.value != sequence) return false;
    engine = std::move(state);
    live = std::move(present);
    return true;
}

void TwoStates::replay(const journal::RecordView& view) {
    const auto record = engine::read_record(view.bytes);
    CHECK(record.has_value());  // the frame's hash and the schema agreed
    core::apply(*engine, *record);
    views::apply(*live, *record);
}

journal::Options journal_options(const Config& config) {
    return {.cluster = config.cluster,
            .schema = engine::record_schema(),
            .older_schemas = {},
            .state_schema = snapshot_schema(),
            .segment_bytes = config.segment_mib << 20};
}

}  // namespace app
