#include "journal/snapshots.hpp"

#include <algorithm>
#include <string_view>

#include "base/result.hpp"
#include "journal/little_endian.hpp"

namespace journal {
namespace {

constexpr std::string_view magic = "POSTERNS";
constexpr std::uint16_t snapshot_version = 1;
constexpr std::size_t hash_at = 128;  // of the bytes before it and of the state
constexpr std::size_t state_at = 160;
constexpr std::size_t digits = 20;
const std::string directory = "snapshots";

std::string name_of(std::uint64_t sequence) {
    std::string text = std::to_string(sequence);
    text.insert(0, digits - text.size(), '0');
    return directory + "/" + text;
}

base::Bytes write_head(const ClusterId& cluster, const Hash& schema, const Position& position,
                       base::BytesView state) {
    base::Bytes head(state_at);
    std::copy(magic.begin(), magic.end(), head.begin());
    store(&head[8], snapshot_version);
    std::copy(cluster.begin(), cluster.end(), &head[16]);
    store(&head[32], position.sequence);
    store(&head[40], position.segment);
    store(&head[48], position.time_ns);
    store(&head[56], static_cast<std::uint64_t>(state.size()));
    std::copy(position.chain.begin(), position.chain.end(), &head[64]);
    std::copy(schema.begin(), schema.end(), &head[96]);
    const Hash hash = Sha256{}.of(base::BytesView(head).first(hash_at), state);
    std::copy(hash.begin(), hash.end(), &head[hash_at]);
    return head;
}

Disked<> write_file(Disk& disk, const std::string& name, base::BytesView head,
                    base::BytesView state) {
    TRY(const auto file, disk.create(name));
    TRY_OK(file->write(0, head));
    TRY_OK(file->write(head.size(), state));
    return file->sync();
}

// Older ones go only after the new one is durable.
Disked<> delete_old(Disk& disk) {
    TRY(const auto names, find_snapshots(disk));
    for (std::size_t i = snapshots_kept; i < names.size(); ++i) TRY_OK(disk.remove(names[i]));
    return {};
}

Disked<base::Bytes> read_file(Disk& disk, const std::string& name) {
    TRY(const auto file, disk.open_to_read(name));
    TRY(const std::uint64_t size, file->size());
    base::Bytes bytes(size);
    TRY_OK(file->read(0, bytes));
    return bytes;
}

}  // namespace

base::BytesView Snapshot::state() const { return base::BytesView(file).subspan(state_at); }

Disked<> write_snapshot(Disk& disk, const ClusterId& cluster, const Hash& schema,
                        const Position& position, base::BytesView state) {
    const std::string name = name_of(position.sequence);
    const base::Bytes head = write_head(cluster, schema, position, state);
    if (auto written = write_file(disk, name + ".tmp", head, state); !written) {
        (void)disk.remove(name + ".tmp");  // a full disk gets its room back
        return written;
    }
    TRY_OK(disk.rename(name + ".tmp", name + ".snapshot"));
    TRY_OK(disk.sync_directory(directory));
    return delete_old(disk);
}

Disked<std::vector<std::string>> find_snapshots(Disk& disk) {
    TRY(const auto all, disk.list(directory));
    std::vector<std::string> names;
    for (const std::string& name : all) {
        if (name.ends_with(".snapshot")) names.push_back(directory + "/" + name);
    }
    std::sort(names.rbegin(), names.rend());
    return names;
}

std::expected<Snapshot, std::string> read_snapshot(Disk& disk, const std::string& name) {
    auto bytes = read_file(disk, name);
    if (!bytes) return std::unexpected(bytes.error().sentence());
    const base::BytesView all = *bytes;
    if (all.size() < state_at || base::as_text(all.first(magic.size())) != magic) {
        return std::unexpected("it is not a snapshot");
    }
    const Hash hash = Sha256{}.of(all.first(hash_at), all.subspan(state_at));
    if (!std::equal(hash.begin(), hash.end(), &all[hash_at])) {
        return std::unexpected("its hash does not agree");
    }
    if (load<std::uint16_t>(&all[8]) != snapshot_version) {
        return std::unexpected("its format is not known to this program");
    }
    Snapshot snapshot;
    snapshot.position.sequence = load<std::uint64_t>(&all[32]);
    snapshot.position.segment = load<std::uint64_t>(&all[40]);
    snapshot.position.time_ns = load<std::int64_t>(&all[48]);
    std::copy_n(&all[16], snapshot.cluster.size(), snapshot.cluster.begin());
    std::copy_n(&all[64], snapshot.position.chain.size(), snapshot.position.chain.begin());
    std::copy_n(&all[96], snapshot.schema.size(), snapshot.schema.begin());
    snapshot.file = *std::move(bytes);
    return snapshot;
}

}  // namespace journal
