// driver.hpp - replays an order stream (orderstream.hpp) through one engine, in process.
// Written from scratch. An adapter is a class with:
//     static const char* name();
//     explicit Adapter(const ostr::Header&);
//     void add(const ostr::Record&);        // LIMIT / IOC / MARKET
//     void cancel(const ostr::Record&);     // may name an order that is gone
//     ostr::Digest dig;                     // fed by the engine's own trade callbacks
// and the file ends with  DRIVER_MAIN(Adapter).
//
//   ./drive_x STREAM thr          whole timed part under one clock: wall ns/op, CPU ns/op, M op per
//   CPU second
//   ./drive_x STREAM lat          rdtsc around every op: p50 p90 p99 p99.9 p99.99 max, per op kind
// One line of JSON per run on stdout. "ok" says that trades, quantity and digest are as expected.
#pragma once
#include <algorithm>
#include <chrono>
#include <ctime>
#include <sys/resource.h>
#include <vector>
#include <x86intrin.h>

#include "orderstream.hpp"

namespace drv {
using ostr::Record;
inline uint64_t tsc0() {
    _mm_lfence();
    return __rdtsc();
}
inline uint64_t tsc1() {
    unsigned a;
    uint64_t t = __rdtscp(&a);
    _mm_lfence();
    return t;
}
inline double tsc_ghz() {
    auto a = std::chrono::steady_clock::now();
    uint64_t t = __rdtsc();
    while (std::chrono::steady_clock::now() - a < std::chrono::milliseconds(50)) {
    }
    uint64_t u = __rdtsc();
    auto b = std::chrono::steady_clock::now();
    return double(u - t) / std::chrono::duration<double, std::nano>(b - a).count();
}
inline double cpu_ns() {  // CPU time of this thread: what counts when other work shares the cores
    timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}
inline uint64_t tsc_overhead() {
    std::vector<uint64_t> v(20000);
    for (auto& x : v) {
        uint64_t a = tsc0();
        x = tsc1() - a;
    }
    std::sort(v.begin(), v.end());
    return v[v.size() / 2];
}
inline long rss_kb() {  // current, not peak; the mapped stream is subtracted by the caller
    FILE* f = fopen("/proc/self/statm", "r");
    long a = 0, b = 0;
    if (f) {
        if (fscanf(f, "%ld %ld", &a, &b) != 2) b = 0;
        fclose(f);
    }
    return b * 4;
}

template <class A>
int main_(int argc, char** argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: %s STREAM thr|lat\n", argv[0]);
        return 2;
    }
    ostr::Map m;
    if (!m.open(argv[1])) {
        fprintf(stderr, "cannot read %s\n", argv[1]);
        return 2;
    }
    bool lat = !strcmp(argv[2], "lat");
    const Record* r = m.r;
    const Record* e = r + m.h->n_records;
    const Record* t = r + m.h->n_prefill;
    uint64_t touch = 0;
    for (const Record* p = r; p < e; p += 128)
        touch ^= p->order_id;  // the stream is in memory before the clock starts
    asm volatile("" ::"r"(touch));
    long rss0 = rss_kb();
    A* a = new A(*m.h);  // never freed: taking an engine apart is not what is measured
    auto one = [&](const Record& x) {
        if (x.op == ostr::NEW)
            a->add(x);
        else
            a->cancel(x);
    };
    for (; r < t; ++r) one(*r);
    uint64_t n = e - t;
    const char* base = strrchr(argv[1], '/');
    base = base ? base + 1 : argv[1];
    auto ok = [&] {
        return a->dig.trades == m.h->exp_trades && a->dig.qty == m.h->exp_qty &&
               a->dig.h == m.h->exp_digest;
    };
    if (!lat) {
        struct rusage u0, u1;
        getrusage(RUSAGE_SELF, &u0);
        auto s = std::chrono::steady_clock::now();
        double c0 = cpu_ns();
        for (; r < e; ++r) {
            // optional hook: an engine that is handed a batch may look at what comes next, to
            // prefetch (never to reorder)
            if constexpr (requires(A& x, const Record* p) { x.ahead(p, p); }) a->ahead(r, e);
            one(*r);
        }
        double cpu = cpu_ns() - c0,
               ns = std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - s)
                        .count();
        getrusage(RUSAGE_SELF, &u1);
        printf(
            "{\"engine\":\"%s\",\"stream\":\"%s\",\"mode\":\"thr\",\"ops\":%llu,\"ns_op\":%.2f,"
            "\"cpu_ns_op\":%.2f,\"cpu_mops\":%.3f,\"ok\":%s,\"trades\":%llu,\"rss_mb\":%.1f,"
            "\"minflt\":%ld,\"invol\":%ld}\n",
            A::name(), base, (unsigned long long)n, ns / n, cpu / n, n * 1e3 / cpu,
            ok() ? "true" : "false", (unsigned long long)a->dig.trades, (rss_kb() - rss0) / 1024.0,
            u1.ru_minflt - u0.ru_minflt, u1.ru_nivcsw - u0.ru_nivcsw);
        return ok() ? 0 : 1;
    }
    double ghz = tsc_ghz();
    uint64_t ov = tsc_overhead();
    std::vector<uint32_t> c(n, 1);  // touched now, so that no page fault lands inside an op
    size_t i = 0;
    for (; r < e; ++r, ++i) {
        uint64_t b = tsc0();
        one(*r);
        uint64_t d = tsc1() - b;
        c[i] = d > 0xffffffffu ? 0xffffffffu : (uint32_t)d;
    }
    printf(
        "{\"engine\":\"%s\",\"stream\":\"%s\",\"mode\":\"lat\",\"ok\":%s,\"clock_overhead_ns\":%."
        "0f",
        A::name(), base, ok() ? "true" : "false", ov / ghz);
    auto put = [&](const char* what, std::vector<uint32_t>& v) {
        if (v.empty()) return;
        std::sort(v.begin(), v.end());
        auto q = [&](double p) {
            size_t k = (size_t)(p * (v.size() - 1));
            double x = (double)v[k] - (double)ov;
            return (x < 0 ? 0 : x) / ghz;
        };
        printf(
            ",\"%s\":{\"n\":%zu,\"p50\":%.0f,\"p90\":%.0f,\"p99\":%.0f,\"p999\":%.0f,\"p9999\":%."
            "0f,\"max\":%.0f}",
            what, v.size(), q(.5), q(.9), q(.99), q(.999), q(.9999), q(1));
    };
    std::vector<uint32_t> vn, vc;
    for (i = 0; i < n; ++i) (t[i].op == ostr::NEW ? vn : vc).push_back(c[i]);
    put("all", c);
    put("new", vn);
    put("cancel", vc);
    printf("}\n");
    return ok() ? 0 : 1;
}
}  // namespace drv
#define DRIVER_MAIN(A) \
    int main(int argc, char** argv) { return drv::main_<A>(argc, argv); }
