// A small blocking HTTP client for our own doors: the control socket, and the demo's own API.
//
//     auto client = HttpClient::to_socket(folder / "control.sock");
//     TRY(const HttpReply reply, client.call("GET", "/v1/operator/keys", {}, ""));
//
// One connection, kept alive, opened again when it was lost. Loopback only.
#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace app {

struct HttpReply {
    unsigned status{};
    std::string body;
};

class HttpClient {
  public:
    using Headers = std::vector<std::pair<std::string, std::string>>;

    static HttpClient to_socket(const std::filesystem::path& socket);
    static HttpClient to_port(std::uint16_t port);  // of 127.0.0.1
    HttpClient(HttpClient&&) noexcept;
    ~HttpClient();

    // The error is a sentence.
    [[nodiscard]] std::expected<HttpReply, std::string> call(std::string_view method,
                                                             const std::string& target,
                                                             const Headers& headers,
                                                             const std::string& body);

  private:
    struct Inside;
    explicit HttpClient(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

}  // namespace app
