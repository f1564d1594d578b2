#include <string_view>

#include "api/dialects/binance/stream_names.hpp"
#include "api/dialects/binance/stream_requests.hpp"
#include "base/check.hpp"
#include "base/fuzz.hpp"

// Whatever the bytes: reading ends, there is an answer with an id, no list is longer than allowed,
// and a name that is a stream of one market has a symbol in upper case.
FUZZ_TARGET(stream_requests, bytes) {
    using namespace api::binance;
    const std::string_view text{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    StreamRequestReader reader;
    const auto read = reader.read(text);
    if (!read) {
        CHECK(read.error().code >= 0 && read.error().code <= 3);
        CHECK(answer_of(read.error()).find("\"id\":") != std::string::npos);
    } else {
        CHECK(read->names.size() <= streams_max);
        CHECK(!read->id.empty());
    }
    if (const auto name = parse_stream_name(text)) {
        CHECK(name->symbol.empty() == text.starts_with('!'));
        CHECK(name->symbol.find_first_of("abcdefghijklmnopqrstuvwxyz@") == std::string::npos);
    }
}
