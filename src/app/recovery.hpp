// From the files on the disk to a house that can be opened: the journal read into both states.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "app/config.hpp"
#include "core/exchange/state.hpp"
#include "journal/journal.hpp"
#include "views/live.hpp"

namespace app {

// Feeds every record to the engine's state and to the live view's alike, so that both start equal
// without a copy of either.
class TwoStates final : public journal::Recovery {
  public:
    bool load_snapshot(base::BytesView bytes, std::uint64_t sequence) override;
    void replay(const journal::RecordView& record) override;

    std::unique_ptr<core::State> engine = std::make_unique<core::State>();
    std::unique_ptr<views::Present> live = std::make_unique<views::Present>();
};

journal::Options journal_options(const Config& config);

}  // namespace app
