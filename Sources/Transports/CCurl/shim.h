#ifndef MY_DOCKER_NETWORK_CCURL_SHIM_H
#define MY_DOCKER_NETWORK_CCURL_SHIM_H

#include <curl/curl.h>

// curl_easy_setopt and curl_easy_getinfo are variadic, and Swift calls no variadic C function: one
// function for each type of argument.

static inline CURLcode my_docker_network_set_number(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode my_docker_network_set_size(CURL *handle, CURLoption option,
                                                  curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

// libcurl copies a text, but for CURLOPT_POSTFIELDS, which is not set by this.
static inline CURLcode my_docker_network_set_text(CURL *handle, CURLoption option,
                                                  const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode my_docker_network_set_pointer(CURL *handle, CURLoption option,
                                                     void *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode my_docker_network_set_writer(
    CURL *handle, size_t (*writer)(char *, size_t, size_t, void *), void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, writer);
  return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
}

static inline CURLcode my_docker_network_set_header_writer(
    CURL *handle, size_t (*writer)(char *, size_t, size_t, void *), void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, writer);
  return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
}

static inline CURLcode my_docker_network_set_opener(
    CURL *handle, curl_socket_t (*open)(void *, curlsocktype, struct curl_sockaddr *),
    int (*prepare)(void *, curl_socket_t, curlsocktype), void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open);
  if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, context);
  return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_SOCKOPTFUNCTION, prepare);
}

static inline CURLcode my_docker_network_get_number(CURL *handle, CURLINFO information,
                                                    long *value) {
  return curl_easy_getinfo(handle, information, value);
}

static inline CURLcode my_docker_network_get_size(CURL *handle, CURLINFO information,
                                                  curl_off_t *value) {
  return curl_easy_getinfo(handle, information, value);
}

// The names of the protocols came with 7.85, which began to deprecate the numbers.
static inline CURLcode my_docker_network_allow_web_alone(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
  return curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  return curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

// Ends a transfer without waiting for the thread that resolves its host's name, from 7.87 on.
static inline CURLcode my_docker_network_never_wait_for_names(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075700
  return curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
#else
  (void)handle;
  return CURLE_OK;
#endif
}

#endif
