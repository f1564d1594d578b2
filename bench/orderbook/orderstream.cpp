// orderstream.cpp - generator of reproducible order streams for matching engines.
// Standalone: g++ -std=c++17 -O2 orderstream.cpp -o orderstream
// Written from scratch for this comparison; integer-only random numbers and integer-only tables,
// so the same (profile, seed, ops) gives the same bytes with any compiler and libm.
//
//   orderstream gen  PROFILE OPS SEED FILE [SYMBOLS]
//   orderstream check FILE          replay through the reference book, compare the stored results
//   orderstream dump FILE [FROM [N]]
//   orderstream stat FILE
//
// PROFILES
//   mix    60% limit adds around a moving mid, 30% cancels of a random live order, 10% marketable
//          limit orders that cross. 20k orders prefilled; over 2M timed ops the book grows to
//          ~100k.
//   l3     cancel-heavy, as an L3 feed looks (200k ops of the same flow first, not timed): ~50%
//   adds placed by a power law from the touch, short
//          heavy-tailed lifetimes, ~4% IOC/market takers, ~1% cancels of orders already gone.
//   deep   1M resting orders over 100k price levels, then uniform random add/cancel: cache misses.
//   sweep  200 adds, then one IOC that eats ~150 of them: matching-bound.
//   flick  touch flicker: best level created and removed over and over: best-price search-bound.
#include "orderstream.hpp"

#include <algorithm>
#include <queue>
#include <vector>

using namespace ostr;

// ---------- integer random numbers (splitmix64 seeding, xoroshiro-like 128-bit state) ----------
struct Rng {
    uint64_t a, b;
    static uint64_t mix(uint64_t& s) {
        uint64_t z = (s += 0x9E3779B97F4A7C15ull);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        return z ^ (z >> 31);
    }
    explicit Rng(uint64_t seed) {
        a = mix(seed);
        b = mix(seed) | 1;
    }
    uint64_t next() {
        uint64_t r = a + b, x = a ^ b;
        a = rotl(a, 24) ^ x ^ (x << 16);
        b = rotl(x, 37);
        return r ^ (r >> 29);
    }
    uint64_t below(uint64_t n) { return (uint64_t)(((unsigned __int128)next() * n) >> 64); }
    bool chance(uint32_t per_mille) { return below(1000) < per_mille; }
    // geometric by integer steps: number of failures before success at num/den, capped
    uint32_t geom(uint32_t num, uint32_t den, uint32_t cap) {
        uint32_t k = 0;
        while (k < cap && below(den) >= num) ++k;
        return k;
    }
    // heavy tail: 2^e * uniform, e geometric -> P(X > x) ~ 1/x
    uint64_t heavy(uint64_t base, uint32_t max_e) {
        uint32_t e = geom(1, 2, max_e);
        uint64_t lo = base << e;
        return lo + below(lo);
    }
};

// ---------- reference book: plain, obviously right; not meant to be fast ----------
struct RefBook {
    struct Ord {
        uint64_t id;
        int64_t price;
        uint32_t left;
        uint8_t side;
        bool live;
        uint32_t prev, next;
    };
    struct Lvl {
        uint32_t head = 0, tail = 0;
    };
    int64_t lo, hi;  // price range [lo, hi]
    std::vector<Lvl> lv[2];
    int64_t best_bid, best_ask;  // lo-1 / hi+1 when empty
    std::vector<Ord>& ord;       // shared pool indexed by order id
    RefBook(int64_t lo_, int64_t hi_, std::vector<Ord>& pool) : lo(lo_), hi(hi_), ord(pool) {
        lv[0].resize(hi - lo + 1);
        lv[1].resize(hi - lo + 1);
        best_bid = lo - 1;
        best_ask = hi + 1;
    }
    bool has_bid() const { return best_bid >= lo; }
    bool has_ask() const { return best_ask <= hi; }
    void unlink(uint32_t i) {
        Ord& o = ord[i];
        Lvl& l = lv[o.side][o.price - lo];
        if (o.prev)
            ord[o.prev].next = o.next;
        else
            l.head = o.next;
        if (o.next)
            ord[o.next].prev = o.prev;
        else
            l.tail = o.prev;
        o.live = false;
        if (!l.head) {
            if (o.side == BUY) {
                while (best_bid >= lo && !lv[0][best_bid - lo].head) --best_bid;
            } else {
                while (best_ask <= hi && !lv[1][best_ask - lo].head) ++best_ask;
            }
        }
    }
    // returns the remaining quantity; calls dead(id) for each maker consumed
    template <class F>
    uint32_t match(uint64_t id, uint8_t side, int64_t limit, uint32_t q, Digest& d, F&& dead) {
        while (q) {
            int64_t p = side == BUY ? best_ask : best_bid;
            if (side == BUY ? (p > hi || p > limit) : (p < lo || p < limit)) break;
            uint32_t m = lv[side ^ 1][p - lo].head;
            Ord& o = ord[m];
            uint32_t f = std::min(q, o.left);
            d.trade(o.id, id, p, f);
            q -= f;
            o.left -= f;
            if (!o.left) {
                unlink(m);
                dead(m);
            }
        }
        return q;
    }
    void rest(uint32_t i) {
        Ord& o = ord[i];
        Lvl& l = lv[o.side][o.price - lo];
        o.prev = l.tail;
        o.next = 0;
        o.live = true;
        if (l.tail)
            ord[l.tail].next = i;
        else
            l.head = i;
        l.tail = i;
        if (o.side == BUY)
            best_bid = std::max(best_bid, o.price);
        else
            best_ask = std::min(best_ask, o.price);
    }
};

static const char* PROFILES[] = {"mix", "l3", "deep", "sweep", "flick"};

struct Gen {
    Header h{};
    std::vector<Record> out;
    std::vector<RefBook::Ord> pool;
    std::vector<RefBook> books;
    std::vector<uint32_t> sym_of;
    std::vector<std::vector<uint32_t>> live;  // per symbol: live order ids
    std::vector<uint32_t> pos;                // id -> index in live
    std::vector<int64_t> mid;
    Digest dig;
    Rng rng;
    int64_t lo, hi;
    uint32_t accounts = 1000;
    bool measured = false;

    Gen(uint64_t seed, uint32_t syms, int64_t lo_, int64_t hi_, uint64_t ops)
        : rng(seed * 2654435761u + 12345), lo(lo_), hi(hi_) {
        pool.reserve(ops + 16);
        pool.push_back({});
        pos.push_back(0);
        sym_of.push_back(0);
        out.reserve(ops);
        for (uint32_t s = 0; s < syms; ++s) {
            books.emplace_back(lo, hi, pool);
            live.emplace_back();
            mid.push_back((lo + hi) / 2);
        }
    }
    void drop_live(uint32_t id) {
        auto& v = live[sym_of[id]];
        uint32_t p = pos[id], last = v.back();
        v[p] = last;
        pos[last] = p;
        v.pop_back();
    }
    uint64_t add(uint32_t s, uint8_t side, uint8_t kind, int64_t price, uint32_t qty) {
        uint32_t id = (uint32_t)pool.size();
        RefBook& b = books[s];
        if (kind != MARKET) price = std::max(lo, std::min(hi, price));
        Record r{NEW,
                 side,
                 kind,
                 (uint8_t)measured,
                 s,
                 id,
                 kind == MARKET ? 0 : price,
                 qty,
                 (uint32_t)(rng.below(accounts) * 2 + side)};
        out.push_back(r);
        pool.push_back({id, price, qty, side, false, 0, 0});
        pos.push_back(0);
        sym_of.push_back(s);
        int64_t limit = kind == MARKET ? (side == BUY ? hi : lo) : price;
        uint32_t left = b.match(id, side, limit, qty, dig, [&](uint32_t m) { drop_live(m); });
        if (left && kind == LIMIT) {
            pool[id].left = left;
            b.rest(id);
            pos[id] = live[s].size();
            live[s].push_back(id);
        }
        return id;
    }
    void cancel(uint32_t id) {
        uint32_t s = sym_of[id];
        RefBook::Ord& o = pool[id];
        out.push_back(Record{CANCEL, o.side, 0, (uint8_t)measured, s, id, o.price, 0, 0});
        if (o.live) {
            books[s].unlink(id);
            drop_live(id);
        } else
            ++h.n_cancel_miss;
    }
    uint32_t pick_live(uint32_t s) { return live[s][rng.below(live[s].size())]; }
    uint32_t pick_sym() {  // Zipf-like by halving: symbol 0 gets ~1/2 of the tail mass, and so on
        uint32_t n = books.size();
        if (n == 1) return 0;
        uint64_t x = rng.below((uint64_t)n * (n + 1) / 2);
        uint32_t k = 0;
        uint64_t acc = n;
        while (x >= acc) {
            ++k;
            acc += n - k;
        }
        return k;  // linear decay: weight n, n-1, ... 1
    }
    void walk(uint32_t s, uint32_t per_mille, int64_t margin) {
        if (rng.chance(per_mille)) {
            mid[s] += rng.chance(500) ? 1 : -1;
            mid[s] = std::max(lo + margin, std::min(hi - margin, mid[s]));
        }
    }
    // a limit price on its own side of the mid that does not cross
    int64_t passive(uint32_t s, uint8_t side, int64_t dist) {
        RefBook& b = books[s];
        int64_t p = side == BUY ? mid[s] - dist : mid[s] + dist;
        if (side == BUY && b.has_ask()) p = std::min(p, b.best_ask - 1);
        if (side == SELL && b.has_bid()) p = std::max(p, b.best_bid + 1);
        return std::max(lo, std::min(hi, p));
    }

    void mix(uint64_t ops) {
        auto one_add = [&](uint32_t s) {
            uint8_t side = rng.below(2);
            int64_t d = 1 + rng.geom(1, 25, 500);  // mean ~25 ticks from the mid
            add(s, side, LIMIT, passive(s, side, d), 1 + rng.below(100));
        };
        uint32_t S = books.size();
        for (uint32_t i = 0; i < 20000; ++i) one_add(i % S);
        h.n_prefill = out.size();
        measured = true;
        while (out.size() < h.n_prefill + ops) {
            uint32_t s = pick_sym();
            walk(s, 20, 2000);
            uint64_t r = rng.below(100);
            if (r < 60)
                one_add(s);
            else if (r < 90) {
                if (live[s].empty())
                    one_add(s);
                else
                    cancel(pick_live(s));
            } else {
                RefBook& b = books[s];
                uint8_t side = rng.below(2);
                if (side == BUY ? !b.has_ask() : !b.has_bid()) {
                    one_add(s);
                    continue;
                }
                int64_t p = side == BUY ? b.best_ask + (int64_t)rng.below(4)
                                        : b.best_bid - (int64_t)rng.below(4);
                add(s, side, LIMIT, p, 1 + rng.below(300));
            }
        }
    }

    void l3(uint64_t ops) {
        uint32_t S = books.size();
        using Due = std::pair<uint64_t, uint32_t>;
        std::priority_queue<Due, std::vector<Due>, std::greater<Due>> due;
        uint64_t t = 0;
        auto one_add = [&](uint32_t s) {
            RefBook& b = books[s];
            uint8_t side = rng.below(2);
            // distance from the own touch: power law; sometimes one tick inside the spread
            int64_t ref = side == BUY ? (b.has_bid() ? b.best_bid : mid[s] - 1)
                                      : (b.has_ask() ? b.best_ask : mid[s] + 1);
            int64_t d =
                rng.chance(150) ? -1 : (int64_t)rng.heavy(1, 11) - 1;  // 0 .. ~4000, P(>x) ~ 1/x
            int64_t p = side == BUY ? ref - d : ref + d;
            if (side == BUY && b.has_ask()) p = std::min(p, b.best_ask - 1);
            if (side == SELL && b.has_bid()) p = std::max(p, b.best_bid + 1);
            uint32_t q = rng.chance(400)   ? (uint32_t)(1 + rng.below(9))
                         : rng.chance(500) ? 100
                                           : (uint32_t)rng.heavy(1, 12);
            uint32_t id = (uint32_t)add(s, side, LIMIT, p, q);
            uint64_t c = rng.below(100), life;
            if (c < 62)
                life = 1 + rng.heavy(40, 4);  // quotes: tens to a thousand messages
            else if (c < 95)
                life = 1 + rng.heavy(2000, 6);  // patient orders
            else
                life = 0;  // never cancelled by its owner
            if (life) due.push({t + life, id});
        };
        (void)S;
        auto step = [&] {
            ++t;
            while (!due.empty() && due.top().first <= t) {
                uint32_t id = due.top().second;
                due.pop();
                if (pool[id].live || rng.chance(100)) {
                    cancel(id);
                    return;
                }  // 1 in 10 is sent too late: a miss
            }
            uint32_t s = pick_sym();
            RefBook& b = books[s];
            uint8_t side = rng.below(2);
            if (!rng.chance(80) || (side == BUY ? !b.has_ask() : !b.has_bid())) {
                one_add(s);
                return;
            }
            uint32_t q = (uint32_t)rng.heavy(2, 11);
            if (rng.chance(150)) {
                add(s, side, MARKET, 0, q);
                return;
            }
            int64_t p = side == BUY ? b.best_ask + (int64_t)rng.below(3)
                                    : b.best_bid - (int64_t)rng.below(3);
            add(s, side, rng.chance(600) ? IOC : LIMIT, p, q);
        };
        while (out.size() < 200000) step();  // the same flow, not timed
        h.n_prefill = out.size();
        measured = true;
        while (out.size() < h.n_prefill + ops) step();
    }

    void deep(uint64_t ops) {
        uint32_t S = books.size();
        int64_t span = (hi - lo) / 2 - 4;
        auto one_add = [&](uint32_t s) {
            uint8_t side = rng.below(2);
            uint32_t q =
                1 + rng.below(
                        100);  // drawn one per statement: the order of calls is part of the format
            int64_t d = 1 + (int64_t)rng.below(span);
            add(s, side, LIMIT, passive(s, side, d), q);
        };
        for (uint32_t i = 0; i < 1000000; ++i) one_add(i % S);
        h.n_prefill = out.size();
        measured = true;
        while (out.size() < h.n_prefill + ops) {
            uint32_t s = pick_sym();
            uint64_t r = rng.below(100);
            if (r < 50)
                one_add(s);
            else if (r < 98) {
                if (live[s].empty())
                    one_add(s);
                else
                    cancel(pick_live(s));
            } else {
                uint8_t side = rng.below(2);
                add(s, side, IOC, side == BUY ? hi : lo, 1 + rng.below(100));
            }
        }
    }

    void sweep(uint64_t ops) {
        uint32_t S = books.size();
        auto one_add = [&](uint32_t s) {
            uint8_t side = rng.below(2);
            uint32_t q = 1 + rng.below(100);
            int64_t d = 1 + rng.geom(1, 40, 400);
            add(s, side, LIMIT, passive(s, side, d), q);
        };
        for (uint32_t i = 0; i < 20000; ++i) one_add(i % S);
        h.n_prefill = out.size();
        measured = true;
        uint64_t k = 0;
        while (out.size() < h.n_prefill + ops) {
            uint32_t s = pick_sym();
            walk(s, 20, 2000);
            if (++k % 200)
                one_add(s);
            else {
                uint8_t side = rng.below(2);
                add(s, side, IOC, side == BUY ? hi : lo, 10000);
            }
        }
    }

    void flick(uint64_t ops) {
        // a thin book with gaps of thousands of ticks; the touch is placed and pulled again and
        // again
        uint32_t S = books.size();
        for (uint32_t s = 0; s < S; ++s)
            for (int i = 0; i < 200; ++i) {
                add(s, BUY, LIMIT, mid[s] - 100 - i * 37 * (1 + (i > 100) * 4), 1 + rng.below(100));
                add(s, SELL, LIMIT, mid[s] + 100 + i * 37 * (1 + (i > 100) * 4),
                    1 + rng.below(100));
            }
        h.n_prefill = out.size();
        measured = true;
        std::vector<uint32_t> mine;
        while (out.size() < h.n_prefill + ops) {
            uint32_t s = pick_sym();
            if (mine.size() < 4 || (mine.size() < 12 && rng.chance(500))) {
                uint8_t side = rng.below(2);
                uint32_t q = 1 + rng.below(100);
                int64_t d = 1 + (int64_t)rng.below(99);
                mine.push_back((uint32_t)add(s, side, LIMIT, passive(s, side, d), q));
            } else {
                uint32_t i = rng.below(mine.size()), id = mine[i];
                mine[i] = mine.back();
                mine.pop_back();
                cancel(id);
            }
        }
    }

    void finish(int prof, uint64_t seed) {
        memcpy(h.magic, "OSTRM01\n", 8);
        h.header_size = sizeof(Header);
        h.record_size = sizeof(Record);
        h.n_records = out.size();
        h.seed = seed;
        h.profile = prof;
        h.symbols = books.size();
        h.accounts = accounts * 2;
        h.min_price = lo;
        h.max_price = hi;
        h.max_order_id = pool.size() - 1;
        h.exp_trades = dig.trades;
        h.exp_qty = dig.qty;
        h.exp_digest = dig.h;
        for (auto& o : pool)
            if (o.live) {
                ++h.exp_resting;
                h.exp_resting_qty += o.left;
            }
    }
};

static int replay(const char* path) {
    Map m;
    if (!m.open(path)) {
        fprintf(stderr, "cannot read %s\n", path);
        return 2;
    }
    const Header& h = *m.h;
    std::vector<RefBook::Ord> pool(h.max_order_id + 1);
    std::vector<RefBook> books;
    for (uint32_t s = 0; s < h.symbols; ++s) books.emplace_back(h.min_price, h.max_price, pool);
    Digest d;
    uint64_t miss = 0;
    for (uint64_t i = 0; i < h.n_records; ++i) {
        const Record& r = m.r[i];
        RefBook& b = books[r.symbol];
        if (r.op == CANCEL) {
            if (pool[r.order_id].live)
                b.unlink(r.order_id);
            else
                ++miss;
        } else {
            int64_t lim = r.kind == MARKET ? (r.side == BUY ? h.max_price : h.min_price) : r.price;
            uint32_t left = b.match(r.order_id, r.side, lim, r.qty, d, [](uint32_t) {});
            pool[r.order_id] = {r.order_id, r.price, left, r.side, false, 0, 0};
            if (left && r.kind == LIMIT) b.rest(r.order_id);
        }
    }
    uint64_t rest = 0, restq = 0;
    for (auto& o : pool)
        if (o.live) {
            ++rest;
            restq += o.left;
        }
    bool ok = d.trades == h.exp_trades && d.qty == h.exp_qty && d.h == h.exp_digest &&
              rest == h.exp_resting && restq == h.exp_resting_qty && miss == h.n_cancel_miss;
    printf("%s trades=%llu qty=%llu digest=%016llx resting=%llu\n", ok ? "OK" : "MISMATCH",
           (unsigned long long)d.trades, (unsigned long long)d.qty, (unsigned long long)d.h,
           (unsigned long long)rest);
    return ok ? 0 : 1;
}

static int stat(const char* path) {
    Map m;
    if (!m.open(path)) {
        fprintf(stderr, "cannot read %s\n", path);
        return 2;
    }
    const Header& h = *m.h;
    uint64_t lim = 0, ioc = 0, mkt = 0, can = 0;
    for (uint64_t i = h.n_prefill; i < h.n_records; ++i) {
        const Record& r = m.r[i];
        if (r.op == CANCEL)
            ++can;
        else if (r.kind == LIMIT)
            ++lim;
        else if (r.kind == IOC)
            ++ioc;
        else
            ++mkt;
    }
    double n = double(h.n_records - h.n_prefill);
    printf("profile=%s seed=%llu symbols=%u records=%llu prefill=%llu timed=%.0f\n",
           PROFILES[h.profile], (unsigned long long)h.seed, h.symbols,
           (unsigned long long)h.n_records, (unsigned long long)h.n_prefill, n);
    printf(
        "timed: limit %.1f%%  ioc %.1f%%  market %.1f%%  cancel %.1f%% (whole stream: %u cancels "
        "miss)\n",
        100 * lim / n, 100 * ioc / n, 100 * mkt / n, 100 * can / n, h.n_cancel_miss);
    printf(
        "expected: trades=%llu qty=%llu digest=%016llx resting=%llu resting_qty=%llu "
        "prices=[%lld,%lld]\n",
        (unsigned long long)h.exp_trades, (unsigned long long)h.exp_qty,
        (unsigned long long)h.exp_digest, (unsigned long long)h.exp_resting,
        (unsigned long long)h.exp_resting_qty, (long long)h.min_price, (long long)h.max_price);
    return 0;
}

int main(int argc, char** argv) {
    std::string cmd = argc > 1 ? argv[1] : "";
    if (cmd == "check" && argc == 3) return replay(argv[2]);
    if (cmd == "stat" && argc == 3) return stat(argv[2]);
    if (cmd == "dump" && argc >= 3) {
        Map m;
        if (!m.open(argv[2])) return 2;
        uint64_t from = argc > 3 ? strtoull(argv[3], 0, 10) : 0,
                 n = argc > 4 ? strtoull(argv[4], 0, 10) : 20;
        for (uint64_t i = from; i < std::min(from + n, m.h->n_records); ++i) {
            const Record& r = m.r[i];
            printf("%llu %s %s %s sym=%u id=%llu px=%lld qty=%u acct=%u\n", (unsigned long long)i,
                   r.op ? "CANCEL" : "NEW", r.side ? "SELL" : "BUY",
                   r.kind == 0   ? "LIMIT"
                   : r.kind == 1 ? "IOC"
                                 : "MARKET",
                   r.symbol, (unsigned long long)r.order_id, (long long)r.price, r.qty, r.account);
        }
        return 0;
    }
    if (cmd != "gen" || argc < 6) {
        fprintf(stderr,
                "usage: orderstream gen mix|l3|deep|sweep|flick OPS SEED FILE [SYMBOLS]\n       "
                "orderstream check|stat FILE\n       orderstream dump FILE [FROM [N]]\n");
        return 2;
    }
    int prof = -1;
    for (int i = 0; i < 5; ++i)
        if (!strcmp(argv[2], PROFILES[i])) prof = i;
    if (prof < 0) return 2;
    uint64_t ops = strtoull(argv[3], 0, 10), seed = strtoull(argv[4], 0, 10);
    uint32_t syms = argc > 6 ? atoi(argv[6]) : 1;
    int64_t lo = prof == 2 ? 50000 : 80000, hi = prof == 2 ? 150000 : 120000;  // ticks
    Gen g(seed, syms, lo, hi, ops + 1100000);
    switch (prof) {
        case 0:
            g.mix(ops);
            break;
        case 1:
            g.l3(ops);
            break;
        case 2:
            g.deep(ops);
            break;
        case 3:
            g.sweep(ops);
            break;
        case 4:
            g.flick(ops);
            break;
    }
    g.finish(prof, seed);
    FILE* f = fopen(argv[5], "wb");
    if (!f || fwrite(&g.h, sizeof g.h, 1, f) != 1 ||
        fwrite(g.out.data(), sizeof(Record), g.out.size(), f) != g.out.size() || fclose(f)) {
        fprintf(stderr, "write failed\n");
        return 1;
    }
    return stat(argv[5]);
}
