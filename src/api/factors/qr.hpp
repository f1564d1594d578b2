// A text as a QR code: a picture for browsers, or blocks for a terminal. By libqrencode.
//
//     const auto code = QrCode::of("otpauth://totp/...");
//     code->svg()         // <svg ... viewBox="0 0 57 57">...: scales to any size
//     code->terminal()    // 29 lines; white blocks, as they show on a dark terminal
//
// The error correction is that of level M: up to 15 % of a code may be covered. Around it lies the
// quiet zone of four modules that readers need. The picture refers to nothing outside of itself.
//
// What carries a secret as text carries it as picture too: pass it on and keep it nowhere.
// Errors   nothing for no text, and for more than 2331 bytes.
// Cost     about 1 ms for 150 bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace api {

class QrCode {
  public:
    static std::optional<QrCode> of(std::string_view text);

    // Modules from edge to edge, quiet zone included.
    int width() const { return width_; }
    // Whether it is dark there; columns and rows count from 0, the quiet zone included. Beyond the
    // edge it is light.
    bool is_dark(int column, int row) const;

    std::string svg() const;
    std::string terminal() const;

  private:
    QrCode(int width, std::vector<bool> dark) : width_{width}, dark_{std::move(dark)} {}

    int width_{};
    std::vector<bool> dark_;  // row by row
};

}  // namespace api
