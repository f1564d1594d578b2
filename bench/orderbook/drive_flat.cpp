// (-DPREFETCH: looks 12 and 6 records ahead and prefetches what they will touch)
// A plain flat book written from scratch: what a careful design reaches, without ledger, journal or
// API. Price levels in an array, an occupancy bitmap of two levels, orders in a pool with 32-bit
// links, ids direct.
#include "driver.hpp"
struct Flat {
#ifdef PREFETCH
    static const char* name() { return "flat+prefetch(own)"; }
    void ahead(const ostr::Record* r, const ostr::Record* e) {
        asm volatile("");  // without it GCC 12 takes a function that only prefetches for a pure one
                           // and drops the call
        if (r + 18 < e) {
            const auto& x = r[18];
            __builtin_prefetch(&id2[x.order_id]);
        }
        if (r + 12 < e) {
            const auto& x = r[12];
            if (x.op == ostr::CANCEL)
                __builtin_prefetch(&pool[id2[x.order_id]], 1);
            else if (x.kind != ostr::MARKET)
                __builtin_prefetch(&bk[x.symbol].s[x.side].lv[x.price - lo], 1);
        }
        if (r + 6 < e) {
            const auto& x = r[6];
            if (x.op == ostr::CANCEL) {
                const Ord& o = pool[id2[x.order_id]];
                __builtin_prefetch(&pool[o.prev], 1);
                __builtin_prefetch(&pool[o.next], 1);
                __builtin_prefetch(&bk[x.symbol].s[x.side].lv[o.px], 1);
            } else if (x.kind == ostr::LIMIT)
                __builtin_prefetch(&pool[bk[x.symbol].s[x.side].lv[x.price - lo].tail], 1);
        }
    }
#else
    static const char* name() { return "flat(own)"; }
#endif
    struct Ord {
        uint64_t id;
        uint32_t left, px, prev, next;
    };  // 24 bytes
    struct Lvl {
        uint32_t head, tail;
    };
    struct Side_ {
        std::vector<Lvl> lv;
        std::vector<uint64_t> b0, b1;
    };
    struct Book {
        Side_ s[2];
        int32_t best[2];
    };
    std::vector<Book> bk;
    std::vector<Ord> pool;
    std::vector<uint32_t> id2;
    std::vector<uint32_t> freel;
    int64_t lo;
    int32_t n;
    ostr::Digest dig;
    explicit Flat(const ostr::Header& h)
        : lo(h.min_price), n((int32_t)(h.max_price - h.min_price + 1)) {
        bk.resize(h.symbols);
        for (auto& b : bk) {
            for (auto& s : b.s) {
                s.lv.resize(n);
                s.b0.resize((n >> 6) + 1);
                s.b1.resize((n >> 12) + 1);
            }
            b.best[0] = -1;
            b.best[1] = n;
        }
        pool.resize(1 << 16);
        for (uint32_t i = pool.size() - 1; i; --i) freel.push_back(i);
        id2.assign(h.max_order_id + 1, 0);
    }
    uint32_t get() {
        if (freel.empty()) {
            uint32_t o = pool.size();
            pool.resize(o * 2);
            for (uint32_t i = pool.size() - 1; i >= o; --i) freel.push_back(i);
        }
        uint32_t i = freel.back();
        freel.pop_back();
        return i;
    }
    static void set(Side_& s, int32_t p) {
        s.b0[p >> 6] |= 1ull << (p & 63);
        s.b1[p >> 12] |= 1ull << ((p >> 6) & 63);
    }
    static void clr(Side_& s, int32_t p) {
        if (!(s.b0[p >> 6] &= ~(1ull << (p & 63)))) s.b1[p >> 12] &= ~(1ull << ((p >> 6) & 63));
    }
    int32_t below(const Side_& s, int32_t p) const {  // highest set <= p or -1
        if (p < 0) return -1;
        uint64_t w = s.b0[p >> 6] & (~0ull >> (63 - (p & 63)));
        if (w) return (p & ~63) | (63 - __builtin_clzll(w));
        int32_t k = (p >> 6) - 1;
        if (k < 0) return -1;
        uint64_t v = s.b1[k >> 6] & (~0ull >> (63 - (k & 63)));
        int32_t j = k >> 6;
        while (!v) {
            if (--j < 0) return -1;
            v = s.b1[j];
        }
        k = (j << 6) | (63 - __builtin_clzll(v));
        return (k << 6) | (63 - __builtin_clzll(s.b0[k]));
    }
    int32_t above(const Side_& s, int32_t p) const {  // lowest set >= p or n
        if (p >= n) return n;
        uint64_t w = s.b0[p >> 6] & (~0ull << (p & 63));
        if (w) return (p & ~63) | __builtin_ctzll(w);
        size_t k = (p >> 6) + 1;
        size_t j = k >> 6;
        if (j >= s.b1.size()) return n;
        uint64_t v = s.b1[j] & (~0ull << (k & 63));
        while (!v) {
            if (++j >= s.b1.size()) return n;
            v = s.b1[j];
        }
        k = (j << 6) | __builtin_ctzll(v);
        return (int32_t)(k << 6) | __builtin_ctzll(s.b0[k]);
    }
    void remove(Book& b, int sd, uint32_t i) {
        Ord& o = pool[i];
        Lvl& l = b.s[sd].lv[o.px];
        if (o.prev)
            pool[o.prev].next = o.next;
        else
            l.head = o.next;
        if (o.next)
            pool[o.next].prev = o.prev;
        else
            l.tail = o.prev;
        if (!l.head) {
            clr(b.s[sd], o.px);
            if ((int32_t)o.px == b.best[sd])
                b.best[sd] = sd ? above(b.s[1], o.px) : below(b.s[0], o.px);
        }
        id2[o.id] = 0;
        freel.push_back(i);
    }
    void add(const ostr::Record& r) {
        Book& b = bk[r.symbol];
        int sd = r.side, op = sd ^ 1;
        uint32_t q = r.qty;
        int32_t px = r.kind == ostr::MARKET ? (sd ? 0 : n - 1) : (int32_t)(r.price - lo);
        while (q) {
            int32_t p = b.best[op];
            if (sd ? p < px : p > px) break;
            Lvl& l = b.s[op].lv[p];
            uint32_t i = l.head;
            Ord& o = pool[i];
            uint32_t f = std::min(q, o.left);
            dig.trade(o.id, r.order_id, p + lo, f);
            q -= f;
            o.left -= f;
            if (!o.left) remove(b, op, i);
        }
        if (!q || r.kind != ostr::LIMIT) return;
        uint32_t i = get();
        Lvl& l = b.s[sd].lv[px];
        pool[i] = {r.order_id, q, (uint32_t)px, l.tail, 0};
        if (l.tail)
            pool[l.tail].next = i;
        else {
            l.head = i;
            set(b.s[sd], px);
            if (sd ? px < b.best[1] : px > b.best[0]) b.best[sd] = px;
        }
        l.tail = i;
        id2[r.order_id] = i;
    }
    void cancel(const ostr::Record& r) {
        uint32_t i = id2[r.order_id];
        if (i) remove(bk[r.symbol], r.side, i);
    }
};
DRIVER_MAIN(Flat)
