// Every path of this dialect: which operation it is, what it costs, and who answers it.
//
//     const Route route = find_endpoint(Method::get, "/api/v3/depth");
//     route.endpoint->operation           "books.show": its row says which scope a key needs
//     route.endpoint->weight.of(parameters)  5, or 250 with limit=5000
//
//     answer(*route.endpoint, asked, finish)  once the caller is known and paid for
//
// A path without a row does not exist. To add one, add a row. Whatever carried a request (HTTP, the
// WebSocket API) finds its endpoint here, judges the caller by its row, and then has it answered.
#pragma once

#include <span>
#include <string>

#include "api/access/http.hpp"
#include "api/dialects/binance/asked.hpp"

namespace api::binance {

enum class Security : std::uint8_t {
    open,   // no key; one that is sent is not looked at
    key,    // a known key, no signature
    proof,  // a signature
};

// Of the request budget; often it depends on how much is asked for.
struct Weight {
    std::uint32_t fixed{1};
    std::uint32_t (*depending)(const Parameters& parameters){};

    constexpr Weight(std::uint32_t weight) : fixed{weight} {}  // as a plain number in the table
    constexpr Weight(std::uint32_t (*rule)(const Parameters&)) : depending{rule} {}

    std::uint32_t of(const Parameters& parameters) const {
        return depending == nullptr ? fixed : depending(parameters);
    }
};

struct Endpoint {
    Method method{};
    std::string_view path;
    std::string_view operation;  // of the operations table: the scope, and whether it writes
    Security security{};
    Weight weight;
    AnswerNow now{};  // one of these two
    AnswerLater later{};
};

std::span<const Endpoint> endpoints();

// Answers exactly once: now, or later on another thread. Who asks, and whether he may, was judged
// before. `asked` is done with when this returns.
void answer(const Endpoint& endpoint, const Asked& asked, Finish&& finish);

struct Route {
    const Endpoint* endpoint{};
    bool path_exists{};  // with another method
};
Route find_endpoint(Method method, std::string_view path);

// What its weight is taken for: cancels have a reserve.
Purpose purpose_of(const Endpoint& endpoint);

// "GET, POST": for the Allow header.
std::string allowed_methods(std::string_view path);

}  // namespace api::binance
