#include "api/dialects/binance/parameters.hpp"

#include <algorithm>

#include "base/result.hpp"

namespace api::binance {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_escaped(std::string_view text) {
    return text.find('%') != text.npos || text.find('+') != text.npos;
}

// How many pairs there are, empty ones not counted: "a=1&&b=2" has two.
std::size_t pairs_in(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        count += static_cast<std::size_t>(text[i] != '&' && (i == 0 || text[i - 1] == '&'));
    }
    return count;
}

}  // namespace

Result<Parameters> Parameters::parse(std::string_view query, std::string_view form) {
    Parameters parameters;
    TRY_OK(parameters.read(query, form));
    return parameters;
}

Result<void> Parameters::read(std::string_view query, std::string_view form) {
    if (is_escaped(query) || is_escaped(form)) {
        decoded_ = std::make_unique<char[]>(query.size() + form.size());
    }
    for (std::string_view place : {query, form}) {
        const std::size_t first_of_place = count_;
        while (!place.empty()) {
            const std::size_t end = std::min(place.find('&'), place.size());
            if (end > 0 && count_ == count_max) {
                return too_many_parameters(count_max, pairs_in(query) + pairs_in(form));
            }
            if (end > 0) TRY_OK(add(place.substr(0, end), first_of_place));
            place.remove_prefix(std::min(end + 1, place.size()));
        }
    }
    return {};
}

Result<void> Parameters::take(std::span<const Pair> pairs) {
    if (pairs.size() > count_max) return too_many_parameters(count_max, pairs.size());
    for (const Pair& pair : pairs) TRY_OK(add(pair, 0));
    return {};
}

Result<void> Parameters::add(std::string_view pair, std::size_t first_of_place) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    return add(Pair{.name = decoded(pair.substr(0, equals)),
                    .value = decoded(pair.substr(std::min(equals + 1, pair.size())))},
               first_of_place);
}

Result<void> Parameters::add(const Pair& added, std::size_t first_of_place) {
    for (std::size_t i = 0; i < count_; ++i) {
        if (pairs_[i].name != added.name) continue;
        if (i >= first_of_place) return duplicate_parameter();
        return {};  // the query has it already, and the query wins
    }
    pairs_[count_++] = added;
    return {};
}

std::string_view Parameters::decoded(std::string_view text) {
    if (!decoded_) return text;
    char* const start = decoded_.get() + decoded_size_;
    char* out = start;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
        if (text[i] == '%' && high >= 0 && low >= 0) {
            *out++ = static_cast<char>(high << 4 | low);
            i += 2;
        } else {
            *out++ = text[i] == '+' ? ' ' : text[i];
        }
    }
    const auto size = static_cast<std::size_t>(out - start);
    decoded_size_ += size;
    return {start, size};
}

std::optional<std::string_view> Parameters::find(std::string_view name) const {
    if (name.empty()) return std::nullopt;
    for (const Pair& pair : pairs()) {
        if (pair.name == name) return pair.value;
    }
    return std::nullopt;
}

}  // namespace api::binance
