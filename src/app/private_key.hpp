// The public half of a private key in PEM, for the demo, which holds both.
#pragma once

#include <optional>
#include <string>

namespace app {

// "-----BEGIN PUBLIC KEY-----..."; nothing if the text is no private key.
std::optional<std::string> public_pem_of(const std::string& private_pem);

}  // namespace app
