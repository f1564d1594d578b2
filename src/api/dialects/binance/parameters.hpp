// The parameters of one call: of the query, of a form body, or of both mixed.
//
//     POST /api/v3/order?symbol=BTCUSDT&side=BUY        body: price=0.1&symbol=ETHUSDT
//     parameters.find("symbol") -> "BTCUSDT"            what the query says wins
//     parameters.find("price")  -> "0.1"
//
// Names and values are decoded (%xx, and + for a space); an escape that is none stays as it is,
// and the legal range of whoever reads the value refuses it then. A name twice in the same place
// is an error. Values are views into the request's bytes or into the Parameters.
//
// Cost     one pass; nothing is allocated unless something is escaped.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "api/dialects/binance/errors.hpp"

namespace api::binance {

class Parameters {
  public:
    struct Pair {
        std::string_view name;
        std::string_view value;
    };
    static constexpr std::size_t count_max = 48;

    // Takes the parameters of one call; to be used once, on a fresh object.
    Result<void> read(std::string_view query, std::string_view form);
    static Result<Parameters> parse(std::string_view query, std::string_view form = {});
    // The same of parameters that came in another form than a URL's: the members of a JSON object,
    // for one. They stay views into whatever the caller has. -1101 as above.
    Result<void> take(std::span<const Pair> pairs);

    // Nothing when it was not sent. It may have been sent empty.
    std::optional<std::string_view> find(std::string_view name) const;
    bool has(std::string_view name) const { return find(name).has_value(); }
    std::span<const Pair> pairs() const { return {pairs_.data(), count_}; }
    std::size_t size() const { return count_; }

  private:
    Result<void> add(std::string_view pair, std::size_t first_of_place);
    Result<void> add(const Pair& added, std::size_t first_of_place);
    std::string_view decoded(std::string_view text);

    std::array<Pair, count_max> pairs_;
    std::size_t count_{};
    std::unique_ptr<char[]> decoded_;  // room for all of the request; none if nothing is escaped
    std::size_t decoded_size_{};
};

}  // namespace api::binance
