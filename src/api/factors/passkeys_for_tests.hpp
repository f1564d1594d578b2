// What Chromium 156 and its virtual authenticator said, in base64url.
// Made by tests/browser/capture_passkeys.mjs; do not edit.
#pragma once

#include <string_view>

namespace api::passkeys {

struct Said {
    std::string_view credential_id{};
    std::string_view client_data{};
    std::string_view attestation_object{};
    std::string_view authenticator_data{};
    std::string_view signature{};
};

// The challenges are 32 bytes: 1, 2, 3 or 4, and then sevens.
struct Recorded {
    int algorithm{};
    Said registration;
    Said first;
    Said second;
    Said unverified;  // the user was present, but not asked for finger or PIN
};

inline constexpr std::string_view origin = "http://localhost:35895";

inline constexpr Recorded recorded[] = {
    {.algorithm = -7,
     .registration =
         {.credential_id = "iotK_wudljDX8zwHZHOv3MLPMTsY8GX_jDympSA_lWU",
          .client_data =
              "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiQVFjSEJ3Y0hCd2NIQndjSEJ3"
              "Y0hCd2NIQndjSEJ3Y0hCd2NIQndjSEJ3YyIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6MzU4"
              "OTUiLCJjcm9zc09yaWdpbiI6ZmFsc2V9",
          .attestation_object =
              "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVikSZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzz"
              "uoMdl2NFAAAAAQECAwQFBgcIAQIDBAUGBwgAIIqLSv8LnZYw1_M8B2Rzr9zCzzE7GPBl_4w8pqUg"
              "P5VlpQECAyYgASFYIGGMjFZwViVxgG8NOqlPs17c_0ZuPl_iqLmLgovTi22YIlgg8qy3ywQU3D60"
              "SBTHAtlePa9a7Gi05r6z86WgwO7a6PM"},
     .first = {.credential_id = "iotK_wudljDX8zwHZHOv3MLPMTsY8GX_jDympSA_lWU",
               .client_data =
                   "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQWdjSEJ3Y0hCd2NIQndjSEJ3Y0hC"
                   "d2NIQndjSEJ3Y0hCd2NIQndjSEJ3YyIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6MzU4OTUi"
                   "LCJjcm9zc09yaWdpbiI6ZmFsc2V9",
               .authenticator_data = "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAg",
               .signature =
                   "MEUCIC7OhVebYh6BX9dKGav0_l8rEC-1ROqv-dqYyoHmYPzqAiEAhin7AVmPC5zu4bPnmZqijHg2"
                   "9oGAVpyiWC9E8e46Cs4"},
     .second = {.credential_id = "iotK_wudljDX8zwHZHOv3MLPMTsY8GX_jDympSA_lWU",
                .client_data =
                    "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQXdjSEJ3Y0hCd2NIQndjSEJ3Y0hC"
                    "d2NIQndjSEJ3Y0hCd2NIQndjSEJ3YyIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6MzU4OTUi"
                    "LCJjcm9zc09yaWdpbiI6ZmFsc2UsIm90aGVyX2tleXNfY2FuX2JlX2FkZGVkX2hlcmUiOiJkbyBu"
                    "b3QgY29tcGFyZSBjbGllbnREYXRhSlNPTiBhZ2FpbnN0IGEgdGVtcGxhdGUuIFNlZSBodHRwczov"
                    "L2dvby5nbC95YWJQZXgifQ",
                .authenticator_data = "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAw",
                .signature =
                    "MEUCIQDOqxE2UTtf_B1hXFm9X1uFCE8hbLdPN44YzWekTL9qZAIgUrJMGi8i3G2AybFyt5r_8F9t"
                    "TBDYXROqOvSxmSuaqhY"},
     .unverified =
         {.credential_id = "iotK_wudljDX8zwHZHOv3MLPMTsY8GX_jDympSA_lWU",
          .client_data =
              "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQkFjSEJ3Y0hCd2NIQndjSEJ3Y0hC"
              "d2NIQndjSEJ3Y0hCd2NIQndjSEJ3YyIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6MzU4OTUi"
              "LCJjcm9zc09yaWdpbiI6ZmFsc2V9",
          .authenticator_data = "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MBAAAABA",
          .signature =
              "MEYCIQCRQCWOwO6IhmaPspAMyHFjf9Sqqj-HTsQxEXwh2tOSfwIhANXaR1aXujuOg29x43ckiowZ"
              "E-IVs7djaKGQUYJvjhQJ"}},
    {.algorithm = -8,
     .registration =
         {.credential_id = "FBlqUomzjEOI9KWj-T3nPrBjnlOBI8KVkdIj8fCJNb4",
          .client_data =
              "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiQVFjSEJ3Y0hCd2NIQndjSEJ3"
              "Y0hCd2NIQndjSEJ3Y0hCd2NIQndjSEJ3YyIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6MzU4"
              "OTUiLCJjcm9zc09yaWdpbiI6ZmFsc2V9",
          .attestation_object =
              "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YViBSZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzz"
              "uoMdl2NFAAAAAQECAwQFBgcIAQIDBAUGBwgAIBQZalKJs4xDiPSlo_k95z6wY55TgSPClZHSI_Hw"
              "iTW-pAEBAycgBiFYIDeBxx6jWBh_tsJLt9azm7gVI88oQOB5-MRrIcl1UmKe"},
     .first = {.credential_id = "FBlqUomzjEOI9KWj-T3nPrBjnlOBI8KVkdIj8fCJNb4",
               .client_data =
                   "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQWdjSEJ3Y0hCd2NIQndjSEJ3Y0hC"
                   "d2NIQndjSEJ3Y0hCd2NIQndjSEJ3YyIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6MzU4OTUi"
                   "LCJjcm9zc09yaWdpbiI6ZmFsc2UsIm90aGVyX2tleXNfY2FuX2JlX2FkZGVkX2hlcmUiOiJkbyBu"
                   "b3QgY29tcGFyZSBjbGllbnREYXRhSlNPTiBhZ2FpbnN0IGEgdGVtcGxhdGUuIFNlZSBodHRwczov"
                   "L2dvby5nbC95YWJQZXgifQ",
               .authenticator_data = "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAg",
               .signature =
                   "ZojjrdS6K-QWUkAOrYGZbIkY3CmnLjRYmBiK_hrp_FB7dE1XFCY4GiuYruTnO2mQxbIwpR60YJCI"
                   "F2U18EbQCQ"},
     .second = {.credential_id = "FBlqUomzjEOI9KWj-T3nPrBjnlOBI8KVkdIj8fCJNb4",
                .client_data =
                    "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQXdjSEJ3Y0hCd2NIQndjSEJ3Y0hC"
                    "d2NIQndjSEJ3Y0hCd2NIQndjSEJ3YyIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6MzU4OTUi"
                    "LCJjcm9zc09yaWdpbiI6ZmFsc2UsIm90aGVyX2tleXNfY2FuX2JlX2FkZGVkX2hlcmUiOiJkbyBu"
                    "b3QgY29tcGFyZSBjbGllbnREYXRhSlNPTiBhZ2FpbnN0IGEgdGVtcGxhdGUuIFNlZSBodHRwczov"
                    "L2dvby5nbC95YWJQZXgifQ",
                .authenticator_data = "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAw",
                .signature =
                    "jCenjiKMdtL9HyZn0Z1OZFHAUdUfwSyd14DhPmZZrMEkHidxN22WKEmEFPOAG1pjqU1E4jkib9zE"
                    "lxDS8i9DBQ"},
     .unverified =
         {.credential_id = "FBlqUomzjEOI9KWj-T3nPrBjnlOBI8KVkdIj8fCJNb4",
          .client_data =
              "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQkFjSEJ3Y0hCd2NIQndjSEJ3Y0hC"
              "d2NIQndjSEJ3Y0hCd2NIQndjSEJ3YyIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6MzU4OTUi"
              "LCJjcm9zc09yaWdpbiI6ZmFsc2V9",
          .authenticator_data = "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MBAAAABA",
          .signature =
              "U9ySPWTzp0yRVFmezqyKcfC4xlmN_M6znrQ3edyyQiB0211CgfAj_N10bI22Lx33jyI4j5Iy8APx"
              "JdwfJOWSCQ"}},
    {.algorithm = -257,
     .registration =
         {.credential_id = "UkUWIXgLSOu_c43v0lOQv_6Jvd8H63aQncUt91PUolg",
          .client_data =
              "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiQVFjSEJ3Y0hCd2NIQndjSEJ3"
              "Y0hCd2NIQndjSEJ3Y0hCd2NIQndjSEJ3YyIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6MzU4"
              "OTUiLCJjcm9zc09yaWdpbiI6ZmFsc2UsIm90aGVyX2tleXNfY2FuX2JlX2FkZGVkX2hlcmUiOiJk"
              "byBub3QgY29tcGFyZSBjbGllbnREYXRhSlNPTiBhZ2FpbnN0IGEgdGVtcGxhdGUuIFNlZSBodHRw"
              "czovL2dvby5nbC95YWJQZXgifQ",
          .attestation_object =
              "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVkBZ0mWDeWIDoxodDQXD2R2YFuP5K65ooYyx5lc"
              "87qDHZdjRQAAAAEBAgMEBQYHCAECAwQFBgcIACBSRRYheAtI679zje_SU5C__om93wfrdpCdxS33"
              "U9SiWKQBAwM5AQAgWQEAtM4Rw-xMk5lV5JG9c3E3TIJ-QAR3PunlArkh0JVBJJfP3NWobU6C2zZ_"
              "0oQHsUxTnceFMitZGTsmIh9-bTFwvqaDYjqc_SSiHOOQxkHhAlGH4VqRZ5yGQ9XfORXCJSLQMIWu"
              "hb_hHVT7x0vUTg7axupwB1XMQnsDmgncMtRcCjIrK3y6zTnxHLZHSpRV4c8WJ3UF30K35w3RhHTz"
              "2gzxlCX3fKjZ_wXHe5Ly0Afx4_0jEyDePXQL8IvQNrBAQccjHMUIuTxFciMgdnK2-u1e55U1zAdl"
              "NEASqcAow93svmp3B6f9Ynao57I3rBGzGv42lEqs8Q0PvH7BO8zKTCX_PSFDAQAB"},
     .first = {.credential_id = "UkUWIXgLSOu_c43v0lOQv_6Jvd8H63aQncUt91PUolg",
               .client_data =
                   "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQWdjSEJ3Y0hCd2NIQndjSEJ3Y0hC"
                   "d2NIQndjSEJ3Y0hCd2NIQndjSEJ3YyIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6MzU4OTUi"
                   "LCJjcm9zc09yaWdpbiI6ZmFsc2V9",
               .authenticator_data = "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAg",
               .signature =
                   "WYU_d5hWKfJtgK3DZGLHqiSqpEC2FMxsIX1ouAtVfe7lD8ekQ7AQq4-Zi0eOU20Cvab5v2c-C_gR"
                   "kqJRZ4YwKZrEG_JnKSDzkIfHFJwO6WvNaEZyQkfcONXEIRkFJhHINKcf_WgasIW3aLB_wyrCwNv7"
                   "NeRQYhMwyU5DOpzbOBiXlabdg_Nu1Ln_RzkUu3o3-AOEsqVb9I-k6zJMlUjxr65YMdWaUKDUx5tt"
                   "MEw27D6yUBrXFIQaIfTeL8Q5A39IEf48RP_-IK0VtJNhpJuhcNRglM_fXKz4hAvVLSTTLNaoRs6h"
                   "Z5p6YubJVk7zNAEuLWOyR3TPbJQjB-F2maNvfw"},
     .second = {.credential_id = "UkUWIXgLSOu_c43v0lOQv_6Jvd8H63aQncUt91PUolg",
                .client_data =
                    "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQXdjSEJ3Y0hCd2NIQndjSEJ3Y0hC"
                    "d2NIQndjSEJ3Y0hCd2NIQndjSEJ3YyIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6MzU4OTUi"
                    "LCJjcm9zc09yaWdpbiI6ZmFsc2V9",
                .authenticator_data = "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAw",
                .signature =
                    "NvNopyxDthiz4JKcNADXFbq-rNH7fCW6uj-q9puqOhO8FrShMmIEKkd_hzU_EXNv9QLn-Gp-uURu"
                    "rF5EXgmfhIOQ1N3DVn4kPuNc29ZDZXQdS5XHcj9Ka4M9PEQiEK1LTn_SEL-AMtYYf_831yL_dXKY"
                    "LwwShDnBotwJh2t_azDbMI_6Oz3rPlPkYMFLHw3UzF4v5PSC_Ihtw8D2zfyUyimaYaLZwTZuqmv5"
                    "JaF3B-vJ1Zy5Lj6qR1F-PucHDwGtxe2__ApstRnZV20mgtReb4TPU5u7zauijOOvAUHJUWFw0twA"
                    "SHQeKAvKOy2sOiTZ4LzP_DjvM37TZGhPk3nHng"},
     .unverified = {
         .credential_id = "UkUWIXgLSOu_c43v0lOQv_6Jvd8H63aQncUt91PUolg",
         .client_data =
             "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQkFjSEJ3Y0hCd2NIQndjSEJ3Y0hC"
             "d2NIQndjSEJ3Y0hCd2NIQndjSEJ3YyIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6MzU4OTUi"
             "LCJjcm9zc09yaWdpbiI6ZmFsc2V9",
         .authenticator_data = "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MBAAAABA",
         .signature = "LDoZ8gpzMMoYE6nzuRpDIaBVsRF0nbM2xn44zj6j5_Ggioirs7eXlTfv0yVvCimYp7IcS60tOIAu"
                      "lGSVo_X210P70vJXjxIdyxbiXGxE1HdKbN5r_euEmBpTeZXh2-vM6rMbksqCtI7KhidbNcteAZpN"
                      "JttTSzNyXQwgPr2LnyGsF6F2cnRoX3CxUaqAdjt62E9JzNj_XOYEmAkgBz0HD4FviBBmbXHsKZJz"
                      "pJuKRRf4wST4EeDmg40Prf_Y28j5ubmkt45SbR1lWpM67h9ollTShuxdymDg9NvY2R0vc1Bagxch"
                      "6-d1Bw7jkelkHW59WG3KL-TU4B2sdLNdeWLhhQ"}}};

// With the certificate of a maker of authenticators, which nobody asked for.
inline constexpr Said attested = {
    .credential_id = "7u46zfCSCwclzITQKoBFlpxs-SX37-lLJkWNJnjzZqw",
    .client_data =
        "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiQVFjSEJ3Y0hCd2NIQndjSEJ3"
        "Y0hCd2NIQndjSEJ3Y0hCd2NIQndjSEJ3YyIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6MzU4"
        "OTUiLCJjcm9zc09yaWdpbiI6ZmFsc2V9",
    .attestation_object =
        "o2NmbXRmcGFja2VkZ2F0dFN0bXSjY2FsZyZjc2lnWEcwRQIgUgeWxY7lurO0h_BsRqqQFvg5tglL"
        "1JOii1esGWUEZnkCIQCmzWH7OannpAyihKR6iKMPSftAxrOZTXbM3Aj_EtD06GN4NWOBWQHYMIIB"
        "1DCCAXqgAwIBAgIBATAKBggqhkjOPQQDAjBgMQswCQYDVQQGEwJVUzERMA8GA1UECgwIQ2hyb21p"
        "dW0xIjAgBgNVBAsMGUF1dGhlbnRpY2F0b3IgQXR0ZXN0YXRpb24xGjAYBgNVBAMMEUJhdGNoIENl"
        "cnRpZmljYXRlMB4XDTE3MDcxNDAyNDAwMFoXDTQ2MTExNTEzMzAwM1owYDELMAkGA1UEBhMCVVMx"
        "ETAPBgNVBAoMCENocm9taXVtMSIwIAYDVQQLDBlBdXRoZW50aWNhdG9yIEF0dGVzdGF0aW9uMRow"
        "GAYDVQQDDBFCYXRjaCBDZXJ0aWZpY2F0ZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABI1hfmXJ"
        "UI5kvMVnOsgqZ5naPBRGaCwljEY__99Y39L6Pmw3i1PXlcSk3_tBme3Xhi8jq68CA7S4kRugVpmU"
        "4QGjJTAjMAwGA1UdEwEB_wQCMAAwEwYLKwYBBAGC5RwCAQEEBAMCAwgwCgYIKoZIzj0EAwIDSAAw"
        "RQIgHCgzMB8Op6e0KRlUaE1xE8j0G4PnGDqJEBY11N4KFMgCIQCMI44zsLv61oFdKjUolRA5p5-Q"
        "pQw_AhJcoK-TVXLux2hhdXRoRGF0YVikSZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2NF"
        "AAAAAQECAwQFBgcIAQIDBAUGBwgAIO7uOs3wkgsHJcyE0CqARZacbPkl9-_pSyZFjSZ482aspQEC"
        "AyYgASFYIHvYKW8uIr8GYzdrcqUuPKhfEC1gSQD5QELNcIDUxg7XIlggcQMfGulZA9jde3Sq_6Q-"
        "O8jL_Fx5H2-ivbsE7zMJsgo"};

}  // namespace api::passkeys
