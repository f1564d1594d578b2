// A text as gzip has it (RFC 1952), for pages that are made at start.
//
//     gzipped("aaaa...")      // at the highest level: some 10 MB/s, so not for each request
#pragma once

#include <string>
#include <string_view>

namespace api {

std::string gzipped(std::string_view text);

}  // namespace api
