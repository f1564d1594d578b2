// SQLite in the few words that history needs.
//
//     Database database{file, Database::Access::write};
//     Statement insert{database, "INSERT INTO orders VALUES (?, ?)"};
//     insert.run(order.id, order.filled_quote);
//     Statement select{database, "SELECT quote FROM orders WHERE id = ?"};
//     select.bind(id);
//     while (select.next()) use(select.take<core::Amount>());
//
// What may be null goes in and comes out as std::optional.
//
// After a first failure nothing happens any more and ok() is false, as with base::Decoder: a whole
// transaction is written or read, and asked once at its end.
//
// An amount is an INTEGER where it fits 64 bits and its decimal TEXT otherwise: exact, compact,
// and readable with the sqlite3 shell. Ids, times, ticks, lots and enums are INTEGERs.
//
// Threads  a Database and its statements belong to one thread at a time.
#pragma once

#include <boost/describe.hpp>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/codec.hpp"
#include "base/id.hpp"
#include "base/text.hpp"
#include "core/types/money.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace views {

class Database {
  public:
    enum class Access { write, read };  // write makes the file if it is not there

    Database(const std::filesystem::path& file, Access access);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    bool ok() const { return code_ == 0; }
    int code() const { return code_; }  // of the first failure
    const std::string& message() const { return message_; }
    // Whether the failure says that the file, not the disk or the moment, is at fault.
    bool is_damaged() const;

    void execute(const char* sql);
    void fail(int code);  // notes the first failure
    void fail_as_damaged();
    sqlite3* handle() const { return handle_; }

  private:
    sqlite3* handle_{};
    int code_{};
    std::string message_;
};

template <class Type>
concept Whole = std::integral<Type> || std::is_enum_v<Type>;
// Price, Quantity, Timestamp: one 64-bit number that is named for its unit.
template <class Type>
concept Measure =
    boost::describe::has_describe_members<Type>::value && sizeof(Type) == sizeof(std::int64_t);

class Statement {
  public:
    Statement(Database& database, const char* sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    // For all its parameters at once, from the beginning.
    template <class... Values>
    void bind(const Values&... values) {
        restart();
        int index = 0;
        (put(++index, values), ...);
    }
    // Whether there is another row.
    bool next();
    template <class... Values>
    void run(const Values&... values) {
        bind(values...);
        next();
        restart();
    }

    // The columns of a row, from left to right.
    template <class Type>
    Type take() {
        const int column = column_++;
        if constexpr (base::is_id<Type>) {
            return Type{static_cast<typename Type::number_type>(integer(column))};
        } else if constexpr (std::is_same_v<Type, core::Amount>) {
            return amount(column);
        } else if constexpr (Whole<Type>) {
            return static_cast<Type>(integer(column));
        } else if constexpr (base::is_text<Type>) {
            return Type{text(column).substr(0, Type::capacity)};
        } else {
            static_assert(Measure<Type>);
            return Type{integer(column)};
        }
    }
    // Valid until the next row.
    base::BytesView take_blob();
    // Nothing where the column is null.
    template <class Type>
    std::optional<Type> take_if() {
        if (!is_null(column_)) return take<Type>();
        ++column_;
        return std::nullopt;
    }
    // A value in the form of base/codec.hpp; bytes that are no such value are damage.
    template <class Type>
    Type take_coded() {
        auto value = base::decode_whole<Type>(take_blob());
        if (!value) database_.fail_as_damaged();
        return std::move(value).value_or(Type{});
    }
    template <class Type>
    std::optional<Type> take_coded_if() {
        if (!is_null(column_)) return take_coded<Type>();
        ++column_;
        return std::nullopt;
    }

    // Ends a select before its last row, so that its read lock goes.
    void restart();

  private:
    template <class Type>
    void put(int index, const std::optional<Type>& value) {
        value ? put(index, *value) : put_null(index);
    }
    template <class Type>
    void put(int index, const Type& value) {
        if constexpr (base::is_id<Type>) {
            put_integer(index, static_cast<std::int64_t>(value.value));
        } else if constexpr (std::is_same_v<Type, core::Amount>) {
            put_amount(index, value);
        } else if constexpr (Whole<Type>) {
            put_integer(index, static_cast<std::int64_t>(value));
        } else if constexpr (base::is_text<Type>) {
            put_text(index, value.view());
        } else if constexpr (std::is_convertible_v<Type, std::string_view>) {
            put_text(index, value);
        } else if constexpr (std::is_convertible_v<Type, base::BytesView>) {
            put_blob(index, value);
        } else {
            static_assert(Measure<Type>);
            std::int64_t number{};
            boost::mp11::mp_for_each<
                boost::describe::describe_members<Type, boost::describe::mod_public>>(
                [&](auto member) { number = value.*member.pointer; });
            put_integer(index, number);
        }
    }
    void put_integer(int index, std::int64_t value);
    void put_text(int index, std::string_view value);
    void put_blob(int index, base::BytesView value);
    void put_amount(int index, core::Amount value);
    void put_null(int index);
    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    std::string_view text(int column) const;
    core::Amount amount(int column) const;

    Database& database_;
    sqlite3_stmt* handle_{};
    int column_{};
};

}  // namespace views
