// latency_bench sync FILE COUNT                      bare pwrite + fdatasync of 4 KiB
// latency_bench orders PORT KEY SECRET RATE SECONDS  durable orders, open loop
//
// Prints p50 and p99 in microseconds.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <thread>
#include <time.h>
#include <unistd.h>
#include <vector>

#include "api/access/signer.hpp"
#include "app/http_client.hpp"

namespace {

constexpr int connections = 4;

std::int64_t clock_ns(clockid_t which) {
    timespec time{};
    clock_gettime(which, &time);
    return time.tv_sec * 1'000'000'000 + time.tv_nsec;
}

void sleep_until(std::int64_t ns) {
    const timespec time{ns / 1'000'000'000, ns % 1'000'000'000};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nullptr);
}

void print(std::vector<std::int64_t> ns) {
    std::sort(ns.begin(), ns.end());
    const auto at = [&](double share) {
        return static_cast<double>(
                   ns[static_cast<std::size_t>(share * static_cast<double>(ns.size() - 1))]) /
               1e3;
    };
    std::printf("%.0f %.0f\n", at(0.5), at(0.99));
}

void sync(const char* file, int count) {
    const int descriptor = open(file, O_RDWR | O_CREAT | O_TRUNC, 0600);
    std::vector<char> zeros(1 << 20);
    for (int i = 0; i < 16; ++i) {
        if (pwrite(descriptor, zeros.data(), zeros.size(), i << 20) < 0) std::exit(1);
    }
    fdatasync(descriptor);
    std::vector<char> block(4096, 'x');
    std::vector<std::int64_t> took;
    for (int i = 0; i < count; ++i) {
        sleep_until(clock_ns(CLOCK_MONOTONIC) + 300'000);
        const std::int64_t start = clock_ns(CLOCK_MONOTONIC);
        if (pwrite(descriptor, block.data(), block.size(), (i % 4096) * 4096) < 0) std::exit(1);
        if (fdatasync(descriptor) != 0) std::exit(1);
        took.push_back(clock_ns(CLOCK_MONOTONIC) - start);
    }
    unlink(file);
    print(std::move(took));
}

// One connection's share of the orders, each at its moment.
void trade(std::uint16_t port, const std::string& key, const vault::Secret& secret,
           std::int64_t start, std::int64_t step, int count, std::vector<std::int64_t>& took) {
    auto client = app::HttpClient::to_port(port);
    for (int i = 0; i < count; ++i) {
        const std::int64_t moment = start + step * i;
        sleep_until(moment);
        std::string query =
            "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=IOC&quantity=0.001&price=50000&"
            "timestamp=" +
            std::to_string(clock_ns(CLOCK_REALTIME) / 1'000'000);
        query += "&signature=" + api::sign_hmac(secret, query);
        const auto reply =
            client.call("POST", "/api/v3/order?" + query, {{"X-MBX-APIKEY", key}}, "");
        if (!reply || reply->status != 200) {
            std::fprintf(stderr, "%s\n", reply ? reply->body.c_str() : reply.error().c_str());
            std::exit(1);
        }
        took.push_back(clock_ns(CLOCK_MONOTONIC) - moment);
    }
}

void orders(char** words) {
    const auto port = static_cast<std::uint16_t>(std::atoi(words[2]));
    const int rate = std::atoi(words[5]);
    const int count = rate * std::atoi(words[6]) / connections;
    const vault::Secret secret{std::string_view{words[4]}};
    const std::int64_t step = 1'000'000'000LL * connections / rate;
    const std::int64_t start = clock_ns(CLOCK_MONOTONIC) + 50'000'000;
    std::vector<std::vector<std::int64_t>> took(connections);
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < connections; ++i) {
            threads.emplace_back([&, i] {
                trade(port, words[3], secret, start + step * i / connections, step, count, took[i]);
            });
        }
    }
    std::vector<std::int64_t> all;
    for (const auto& some : took) all.insert(all.end(), some.begin(), some.end());
    print(std::move(all));
}

}  // namespace

int main(int count, char** words) {
    if (count == 4 && std::strcmp(words[1], "sync") == 0) {
        sync(words[2], std::atoi(words[3]));
    } else if (count == 7 && std::strcmp(words[1], "orders") == 0) {
        orders(words);
    } else {
        std::fprintf(
            stderr, "usage: latency_bench sync FILE COUNT | orders PORT KEY SECRET RATE SECONDS\n");
        return 2;
    }
}
