// Whatever the bytes: reading a frame or a whole segment ends, nothing is read outside of them, and
// what is accepted as a frame agrees with itself.
#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "base/fuzz.hpp"
#include "journal/frame.hpp"
#include "journal/reader.hpp"
#include "journal/segments.hpp"

namespace {

using journal::block_bytes;

// One segment in memory, to read only.
class OneSegment : public journal::Disk {
  public:
    explicit OneSegment(base::BytesView bytes) : bytes_(bytes) {}

    journal::Disked<std::unique_ptr<journal::Lock>> lock() override { return no(); }
    journal::Disked<> make_directory(const std::string&) override { return no(); }
    journal::Disked<std::vector<std::string>> list(const std::string&) override {
        return std::vector{journal::segment_name(1)};
    }
    journal::Disked<std::unique_ptr<journal::File>> create(const std::string&) override {
        return no();
    }
    journal::Disked<std::unique_ptr<journal::File>> open(const std::string&) override {
        return no();
    }
    journal::Disked<std::unique_ptr<journal::File>> open_to_read(const std::string&) override {
        return std::make_unique<Bytes>(bytes_);
    }
    journal::Disked<> rename(const std::string&, const std::string&) override { return no(); }
    journal::Disked<> remove(const std::string&) override { return no(); }
    journal::Disked<> sync_directory(const std::string&) override { return no(); }
    journal::Disked<std::uint64_t> free_bytes() override { return 0; }
    std::string path_of(const std::string& name) const override { return name; }

  private:
    class Bytes : public journal::File {
      public:
        explicit Bytes(base::BytesView bytes) : bytes_(bytes) {}
        journal::Disked<std::uint64_t> size() override { return bytes_.size(); }
        journal::Disked<> read(std::uint64_t offset, std::span<std::uint8_t> into) override {
            CHECK(offset + into.size() <= bytes_.size());
            std::copy_n(bytes_.data() + offset, into.size(), into.data());
            return {};
        }
        journal::Disked<> write(std::uint64_t, base::BytesView) override { return no(); }
        journal::Disked<> fill_zero(std::uint64_t, std::uint64_t) override { return no(); }
        journal::Disked<> sync() override { return no(); }

      private:
        base::BytesView bytes_;
    };

    static std::unexpected<journal::DiskError> no() {
        return std::unexpected(journal::DiskError{});
    }

    base::BytesView bytes_;
};

// Random bytes hardly ever agree with a checksum. So the input is taken as a plan: each of its
// pieces lays down a frame with a good header, and then its bytes spoil something.
base::Bytes planned_segment(base::BytesView plan) {
    base::Bytes segment(8 * block_bytes);
    journal::Header header{.kind = journal::Kind::opening,
                           .cluster = {},
                           .segment = 1,
                           .frame = 1,
                           .first_sequence = 1};
    std::size_t at = 0;
    journal::Sha256 sha256;
    base::Bytes payload = journal::write_opening({.schema = {}, .segment_bytes = segment.size()});
    for (std::size_t i = 0; at + 2 * block_bytes <= segment.size() && i < plan.size(); ++i) {
        header.payload_bytes = static_cast<std::uint32_t>(payload.size());
        journal::write_header(header,
                              std::span(segment).subspan(at).first<journal::header_bytes>());
        std::copy(payload.begin(), payload.end(),
                  segment.begin() + static_cast<std::ptrdiff_t>(at + journal::header_bytes));
        const std::size_t used = journal::header_bytes + payload.size();
        header.previous = sha256.of(base::BytesView(segment).subspan(at, used));
        at += journal::padded(used);
        ++header.frame;
        header.kind = plan[i] % 4 == 0 ? journal::Kind::idle_seal : journal::Kind::records;
        header.first_sequence = header.last_sequence + 1;
        payload.clear();
        header.records = 0;
        if (header.kind == journal::Kind::records) {
            payload.assign(journal::record_head_bytes + 1 + plan[i] * 30U, plan[i]);
            journal::seal_record(payload);
            header.records = 1;
        }
        header.last_sequence = header.first_sequence + header.records - 1;
    }
    for (std::size_t i = 0; i + 3 < plan.size(); i += 4) {
        const std::size_t place = (plan[i] * 256U + plan[i + 1]) % segment.size();
        if (plan[i + 2] % 2 == 0) segment[place] = plan[i + 3];
    }
    return segment;
}

void read_through(base::BytesView bytes) {
    OneSegment disk{bytes};
    const auto reader = journal::Reader::open(disk, {});
    CHECK(reader.has_value());
    std::uint64_t records = 0;
    while (true) {
        const auto frame = (*reader)->next();
        if (!frame) {
            CHECK(!frame.error().sentence.empty());
            return;
        }
        if (!*frame) break;
        (*frame)->each_record([&records](const journal::RecordView& record) {
            CHECK(!record.bytes.empty());
            CHECK(record.sequence == ++records);
        });
    }
    CHECK((*reader)->statistics().records == records);
    CHECK((*reader)->tail().offset + (*reader)->tail().torn.size() <= bytes.size());
}

}  // namespace

FUZZ_TARGET(frame, bytes) {
    if (const auto frame = journal::read_frame(bytes)) {
        CHECK(frame->stored_bytes <= bytes.size());
        CHECK(frame->bytes.size() <= frame->stored_bytes);
    }
    base::Bytes whole(bytes.begin(), bytes.end());
    whole.resize(journal::padded(whole.size() + 1));
    read_through(whole);
    read_through(planned_segment(bytes));
}
