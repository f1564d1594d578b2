// The door behind the gateways: names each request, asks whose address it came from, and hands it
// to the dialect that owns its path.
//
//     Front front{house, {&native, &binance}, options};
//     gateways::http::Server server{front, ...};
//
//     /v1/...                        native
//     /api /sapi /fapi /dapi ...     the Binance dialect
//     /                              a short text: what this is, and where the docs are
//     OPTIONS with Origin            CORS preflight
//     anything else                  404 in the native words
//
// Threads: any, at once.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "api/dialects/dialect.hpp"
#include "api/operations/house.hpp"

namespace api {

class Front final : public Service {
  public:
    struct Options {
        std::string welcome_name = "Postern";
        std::vector<core::IpRange> trusted_proxies;  // whose X-Forwarded-For is believed
    };

    // The first dialect also answers for paths that nobody owns.
    Front(House& house, std::vector<Dialect*> dialects, Options options);

    void handle(const Request& request, Respond respond) override;
    Response refuse(Malformed why, std::string_view target) override;

  private:
    Arrival arrival(const Request& request);
    Dialect& owner(std::string_view path) const;

    House& house_;
    std::vector<Dialect*> dialects_;
    Options options_;
    std::uint64_t id_start_{};
    std::atomic<std::uint64_t> id_next_{};
};

}  // namespace api
