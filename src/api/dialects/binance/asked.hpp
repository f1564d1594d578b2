// What an endpoint is given once a request is understood, and what it answers.
#pragma once

#include <functional>
#include <string>

#include "api/access/budget.hpp"
#include "api/dialects/binance/listen_keys.hpp"
#include "api/dialects/binance/parameters.hpp"
#include "api/dialects/binance/words.hpp"
#include "api/operations/house.hpp"

namespace api::binance {

// Everything but what `House` and the budget refer to ends when the endpoint returns, even where
// the answer comes later.
struct Asked {
    House& house;
    BinanceBudget& budget;
    const Caller& caller;  // nobody (account zero) where the endpoint takes no signature
    const Parameters& parameters;
    TimeUnit unit{};
    core::Timestamp now;
    ListenKeys* listen_keys{};     // where there are any
    ListenKeys::Owner listener{};  // whose key was named, where that is all that an endpoint takes
};

// A good answer: 200, JSON. Errors are Errors.
struct Answered {
    std::string body;
    core::Sequence seen;                // what the answer stands at
    std::optional<OrderCounts> orders;  // after a new order: what the account has used
};

// What asks the engine or history answers later, on another thread, exactly once.
using Finish = std::move_only_function<void(Result<Answered>&&)>;

using AnswerNow = Result<Answered> (*)(const Asked& asked);
using AnswerLater = void (*)(const Asked& asked, Finish&& finish);

// A refusal of an operation in this dialect's words.
Error told(const Refusal& refusal);
Error told(const core::Rejection& rejection);

// The market of that symbol: -1121 where there is none, -2010 where the key may not use it.
Result<const core::Market*> market_for(const Asked& asked, const core::State& state,
                                       std::string_view symbol);

// A market that was named, how to write its numbers, and what the answer stands at.
struct Subject {
    core::MarketId market;
    Figures figures;
    core::Sequence seen;
};
// By the mandatory parameter `symbol`.
Result<Subject> read_subject(const Asked& asked);

// The server cannot say now; nothing was executed.
Failed unavailable();

}  // namespace api::binance
