// What each reject means to a caller: one closed table. A new cause is a new row.
//
//     const RefusalRow& row = row_of(Reject::insufficient_funds);
//     row.status                                     // 422 on /v1
//     row.binance.code                               // -2010 in that dialect
//     row.binance.text                               // "Account has insufficient balance ..."
//
// docs/api/refusals.md is written from it, and a test keeps them alike.
// Cost     row_of: O(1), no allocation.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/types/reject.hpp"

namespace api {

enum class RefusalClass : std::uint8_t {
    malformed,    // not a request at all
    refused,      // not by you, not so often
    rejected,     // understood, not now
    unavailable,  // full, starting, stopping: not executed
    broken,       // our bug, or the disk's
};
std::string_view name_of(RefusalClass kind);

// Whether sending it again can help.
enum class Retry : std::uint8_t {
    never,      // the same request will never do
    later,      // the same request, after a while
    after_fix,  // once something else was put right: the request, the key, the funds
    same_key,   // ask for the outcome with the same Idempotency-Key
};
std::string_view name_of(Retry retry);

// How the Binance dialect says it. "<field>" in the text stands for the field at fault.
struct BinanceWords {
    unsigned status{};
    int code{};
    std::string_view text;
    std::string_view why{};  // why these words, where their list has none that fit exactly
};

struct RefusalRow {
    core::Reject reject{};
    RefusalClass kind{};
    unsigned status{};  // on /v1
    Retry retry{};
    std::string_view facts;   // names of its own fields: "available, needed"
    std::string_view detail;  // one sentence for a person: what is wrong
    std::string_view next;    // one sentence: what to do about it
    BinanceWords binance;
};

const RefusalRow& row_of(core::Reject reject);
std::span<const RefusalRow> refusals();  // in the order of the numbers

// The docs page about one code: "/docs/refusals#insufficient_funds".
std::string docs_of(core::Reject reject);
// The text of docs/api/refusals.md.
std::string refusals_page();

}  // namespace api
