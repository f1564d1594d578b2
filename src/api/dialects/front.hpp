// The door behind the gateways: gives each request its id and hands it to the dialect that owns
// its path.
//
//     Front front{house, {&native, &binance}};
//     gateways::http::Server server{front, ...};
//
//     /v1/...                       the native dialect
//     /api /sapi /fapi /dapi ...    the Binance dialect
//     /                             a short text: what this is, and where the docs are
//     /openapi.json /docs ...       the documentation (pages.hpp)
//     /ws /stream ...             WebSockets, by their doors
//     OPTIONS                       CORS preflight
//     anything else                 404, in the words of the first dialect
//
// Threads: any, at once.
#pragma once

#include <atomic>
#include <vector>

#include "api/dialects/dialect.hpp"
#include "api/dialects/pages.hpp"
#include "api/operations/house.hpp"

namespace api {

class Front final : public Service {
  public:
    // The first dialect also answers for paths that nobody owns.
    Front(House& house, std::vector<Dialect*> dialects, std::vector<SocketDoor*> doors = {});

    void handle(const Request& request, Respond respond) override;
    std::variant<Response, Upgrade> upgrade(const Request& request,
                                            std::shared_ptr<Socket> socket) override;
    Response refuse(Malformed why, std::string_view target) override;

  private:
    Arrival next_arrival(core::IpAddress client);
    Dialect& owner(std::string_view path) const;
    core::Sequence seen() const;
    Response named(Response&& response, const Arrival& arrival) const;

    House& house_;
    std::vector<Dialect*> dialects_;
    std::vector<SocketDoor*> doors_;
    Pages pages_;
    std::atomic<std::uint64_t> next_id_;
};

}  // namespace api
