// The rows of people who register, sign in and look after their passwords and factors.
#pragma once

#include "api/operations/factors_operations.hpp"
#include "api/operations/row_refusals.hpp"
#include "api/operations/rows.hpp"
#include "api/operations/sign_in.hpp"

namespace api::rows {

inline constexpr Field email_field{
    "email",           FieldPlace::body, FieldType::text, true, {}, "what the person signs in with",
    "dora@example.org"};
inline constexpr Field new_password_about{"password",
                                          FieldPlace::body,
                                          FieldType::text,
                                          true,
                                          {},
                                          "12 to 256 bytes, none of the common ones",
                                          "correct horse battery staple"};
inline constexpr Field registration_fields[] = {
    email_field,
    new_password_about,
    {"name", FieldPlace::body, FieldType::text, true, {}, "1 to 128 bytes", "Dora Example"},
    {"kind", FieldPlace::body, FieldType::choice, true, "person|business", "of customer"},
};
inline constexpr Field open_session_fields[] = {
    email_field,
    {"password", FieldPlace::body, FieldType::text, true, {}, "", "correct horse battery staple"},
    {"code",
     FieldPlace::body,
     FieldType::text,
     false,
     {},
     "where a factor is enrolled: six digits of the app, or a recovery code",
     "123456"},
};
inline constexpr Field session_fields[] = {
    {"session_id", FieldPlace::path, FieldType::id, true, {}, "one of sessions.list"},
};
inline constexpr Field change_password_fields[] = {
    {"current_password",
     FieldPlace::body,
     FieldType::text,
     true,
     {},
     "",
     "correct horse battery staple"},
    {"new_password",
     FieldPlace::body,
     FieldType::text,
     true,
     {},
     "12 to 256 bytes, none of the common ones",
     "a longer walk along the river"},
};
inline constexpr Field factor_name{"name", FieldPlace::body, FieldType::text, true,
                                   {},     "1 to 64 bytes",  "my phone"};
inline constexpr Field factor_id{"factor_id", FieldPlace::path,     FieldType::id, true,
                                 {},          "one of factors.list"};
inline constexpr Field new_factor_fields[] = {factor_name};
inline constexpr Field factor_fields[] = {factor_id};
inline constexpr Field confirm_fields[] = {
    factor_id,
    {"code", FieldPlace::body, FieldType::text, true, {}, "six digits of the app", "123456"},
};
inline constexpr Field passkey_fields[] = {
    factor_name,
    {"challenge_id", FieldPlace::body, FieldType::text, true, {}, "of factors.passkey_options"},
    {"client_data",
     FieldPlace::body,
     FieldType::text,
     true,
     {},
     "clientDataJSON of the browser's answer, in base64url",
     "e30"},
    {.name = "attestation_object",
     .place = FieldPlace::body,
     .type = FieldType::text,
     .required = true,
     .about = "of the browser's answer, in base64url",
     .example = "oA",
     .bytes_max = 16'384},
};

// Tells what to do next and changes nothing, so there is nothing to try or to repeat.
constexpr Operation telling(Operation row) {
    row.idempotency = Idempotency::none;
    row.dry_run = false;
    return row;
}

inline constexpr Operation sign_in_rows[] = {
    refusing(by_stranger("registrations.create", "/v1/registrations", registration_fields,
                         handlers::register_user,
                         "Registers a customer. The answer is the same for an address that is "
                         "registered already; its owner is told.",
                         "202 accepted: boolean", 10),
             "password_refused"),
    refusing(with_factor(by_stranger(
                 "sessions.open", "/v1/sessions", open_session_fields, handlers::open_session,
                 "Signs in: with the password, and where a factor is enrolled with its code or "
                 "with the answer to the challenge.",
                 "201 session: Session, token: text, csrf_token: text", 10)),
             "unauthorized csrf_failed"),
    by_person("session.show", Method::get, "/v1/session", Kind::read, no_fields,
              handlers::at_once<handlers::show_session>, "Who is signed in.", "User"),
    by_person("session.end", Method::del, "/v1/session", Kind::write, no_fields,
              handlers::end_session, "Signs out.", "ended: integer"),
    by_person("sessions.list", Method::get, "/v1/sessions", Kind::read, no_fields,
              handlers::at_once<handlers::list_sessions>, "Where the person is signed in.",
              "sessions: [Session]"),
    by_person("sessions.end", Method::del, "/v1/sessions/{session_id}", Kind::write, session_fields,
              handlers::end_one_session, "Ends one of the person's sessions.", "ended: integer"),
    by_person("sessions.end_others", Method::del, "/v1/sessions", Kind::write, no_fields,
              handlers::end_other_sessions, "Ends all of the person's sessions but this one.",
              "ended: integer"),
    refusing(with_factor(by_person("passwords.change", Method::put, "/v1/password", Kind::write,
                                   change_password_fields, handlers::change_password,
                                   "A new password. Ends all other sessions.", "changed: boolean")),
             "unauthorized password_refused"),

    by_person("factors.list", Method::get, "/v1/factors", Kind::read, no_fields,
              handlers::at_once<handlers::list_factors>, "The person's second factors.",
              "factors: [Factor]"),
    refusing(with_factor(by_person(
                 "factors.add_totp", Method::post, "/v1/factors/totp", Kind::write,
                 new_factor_fields, handlers::add_totp,
                 "Begins an authenticator app: it counts once its first code was "
                 "confirmed. The secret is in this answer alone.",
                 "201 factor_id: id, secret?: text, uri?: text, qr_svg?: text, qr_text?: text")),
             "too_many"),
    refusing(by_person("factors.confirm", Method::post, "/v1/factors/{factor_id}/confirm",
                       Kind::write, confirm_fields, handlers::confirm_factor,
                       "The first code of a new authenticator app: from now on it counts.",
                       "factor: Factor"),
             "step_up_invalid step_up_locked state_conflict"),
    with_factor(by_person("factors.remove", Method::del, "/v1/factors/{factor_id}", Kind::write,
                          factor_fields, handlers::remove_factor,
                          "Removes a factor; recovery codes go with the last one. Ends all other "
                          "sessions.",
                          "factor: Factor")),
    with_factor(by_person("factors.add_recovery_codes", Method::post, "/v1/factors/recovery_codes",
                          Kind::write, no_fields, handlers::add_recovery_codes,
                          "Ten codes for the day when the phone is gone, in this answer alone; "
                          "earlier ones end.",
                          "201 factor: Factor, codes?: [text]")),
    telling(by_person("factors.passkey_options", Method::post, "/v1/factors/passkeys/options",
                      Kind::write, no_fields, handlers::at_once<handlers::passkey_options>,
                      "What navigator.credentials.create() takes to make a passkey.",
                      "challenge_id: text, options: object")),
    refusing(with_factor(by_person("factors.add_passkey", Method::post, "/v1/factors/passkeys",
                                   Kind::write, passkey_fields, handlers::add_passkey,
                                   "Adds the passkey that the browser made; it counts at once.",
                                   "201 factor: Factor")),
             "already_exists too_many"),
};

}  // namespace api::rows
