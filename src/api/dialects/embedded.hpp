// Files that are part of the program, put there at build time by docs/viewer/CMakeLists.txt.
#pragma once

#include <span>
#include <string_view>

namespace api {

struct EmbeddedFile {
    std::string_view path;  // under which it is served: "/docs/docs.css"
    std::string_view content_type;
    std::string_view bytes;
    std::string_view gzipped;
};

std::span<const EmbeddedFile> embedded_files();

}  // namespace api
