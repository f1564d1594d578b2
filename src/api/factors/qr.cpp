#include "api/factors/qr.hpp"

#include <memory>
#include <qrencode.h>

#include "base/bytes.hpp"
#include "base/check.hpp"

namespace api {
namespace {

constexpr int quiet_zone = 4;
constexpr std::size_t text_bytes_max = 2331;  // of level M in the largest code

struct FreeCode {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

std::optional<QrCode> QrCode::of(std::string_view text) {
    if (text.empty() || text.size() > text_bytes_max) return std::nullopt;
    const std::unique_ptr<QRcode, FreeCode> code{QRcode_encodeData(
        static_cast<int>(text.size()), base::as_bytes(text).data(), 0, QR_ECLEVEL_M)};
    CHECK(code != nullptr);
    const int width = code->width + 2 * quiet_zone;
    std::vector<bool> dark(static_cast<std::size_t>(width) * static_cast<std::size_t>(width));
    const unsigned char* module = code->data;
    for (int row = quiet_zone; row < width - quiet_zone; ++row) {
        for (int column = quiet_zone; column < width - quiet_zone; ++column) {
            dark[static_cast<std::size_t>(row * width + column)] = (*module++ & 1) != 0;
        }
    }
    return QrCode{width, std::move(dark)};
}

bool QrCode::is_dark(int column, int row) const {
    if (column < 0 || row < 0 || column >= width_ || row >= width_) return false;
    return dark_[static_cast<std::size_t>(row * width_ + column)];
}

// One rectangle for each run of dark modules in a row.
std::string QrCode::svg() const {
    const std::string width = std::to_string(width_);
    std::string text = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " +
                       width + "\" shape-rendering=\"crispEdges\"><rect width=\"" + width +
                       "\" height=\"" + width + "\" fill=\"#fff\"/><path fill=\"#000\" d=\"";
    for (int row = 0; row < width_; ++row) {
        for (int column = 0; column < width_; ++column) {
            if (!is_dark(column, row)) continue;
            const int first = column;
            while (is_dark(column, row)) ++column;
            const std::string run = std::to_string(column - first);
            text += "M" + std::to_string(first) + " " + std::to_string(row);
            text += "h" + run + "v1h-" + run + "z";
        }
    }
    return text + "\"/></svg>";
}

// Two rows of modules in one line of text; light is drawn, because terminals are dark.
std::string QrCode::terminal() const {
    std::string text;
    for (int row = 0; row < width_; row += 2) {
        for (int column = 0; column < width_; ++column) {
            const bool upper = !is_dark(column, row);
            const bool lower = row + 1 < width_ && !is_dark(column, row + 1);
            text += upper ? (lower ? "█" : "▀") : (lower ? "▄" : " ");
        }
        text += '\n';
    }
    return text;
}

}  // namespace api
