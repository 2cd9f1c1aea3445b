#include "approval/schema/schema.hpp"

namespace cuelight::approval {
namespace {

struct exponent_group {
  int exponent;
  std::string_view codes;  // of three letters each, in alphabetical order
};

// ISO 4217 active codes, by the number of decimal places of the minor unit.
constexpr exponent_group exponents[]{
    {0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"},
    {3, "BHD IQD JOD KWD LYD OMR TND"},
    {2,
     "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP "
     "CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR "
     "JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN "
     "NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP "
     "SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG"},
};

}  // namespace

int currency_exponent(std::string_view code) {
  if (code.size() != 3) return -1;
  for (const exponent_group& group : exponents) {
    for (std::size_t at = 0; at < group.codes.size(); at += 4) {
      if (group.codes.substr(at, 3) == code) return group.exponent;
    }
  }
  return -1;
}

}  // namespace cuelight::approval
