#ifndef MY_DOCKER_NETWORK_CRABBITMQ_SHIM_H
#define MY_DOCKER_NETWORK_CRABBITMQ_SHIM_H

// librabbitmq moved its headers into a folder of their own with 0.12.
#if __has_include(<rabbitmq-c/amqp.h>)
#include <rabbitmq-c/amqp.h>
#include <rabbitmq-c/framing.h>
#include <rabbitmq-c/ssl_socket.h>
#include <rabbitmq-c/tcp_socket.h>
#else
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#endif

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

// What TLS asks for and verifies where the library connects to an address of a host, whose name it would
// otherwise take for both.
struct my_docker_network_peer {
  const char *name;
  long verification;  // Of X509_verify_cert_error_string(3), once the handshake is done.
};

static void my_docker_network_handshake(const SSL *ssl, int event, int value) {
  (void)value;
  struct my_docker_network_peer *peer =
      (struct my_docker_network_peer *)SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
  if (peer == NULL) return;
  // The library has set its own name just before.
  if (event & SSL_CB_HANDSHAKE_START) SSL_set_tlsext_host_name((SSL *)ssl, peer->name);
  if (event & SSL_CB_HANDSHAKE_DONE) peer->verification = SSL_get_verify_result(ssl);
}

// The certificate must be the peer's: 1, or 0 where memory is short. The peer must stay until it is forgotten.
static inline int my_docker_network_expect_peer(amqp_socket_t *socket,
                                                struct my_docker_network_peer *peer) {
  SSL_CTX *context = (SSL_CTX *)amqp_ssl_socket_get_context(socket);
  X509_VERIFY_PARAM *verification = SSL_CTX_get0_param(context);
  X509_VERIFY_PARAM_set_hostflags(verification, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  if (X509_VERIFY_PARAM_set1_host(verification, peer->name, 0) != 1) return 0;
  SSL_CTX_set_app_data(context, peer);
  SSL_CTX_set_info_callback(context, my_docker_network_handshake);
  return 1;
}

static inline void my_docker_network_forget_peer(amqp_socket_t *socket) {
  SSL_CTX *context = (SSL_CTX *)amqp_ssl_socket_get_context(socket);
  SSL_CTX_set_info_callback(context, NULL);
  SSL_CTX_set_app_data(context, NULL);
}

static const long my_docker_network_hostname_mismatch = X509_V_ERR_HOSTNAME_MISMATCH;

// amqp_login_with_properties is variadic, and Swift calls no variadic C function. SASL PLAIN takes
// the user and the password, both ended by a zero byte.
static inline amqp_rpc_reply_t my_docker_network_login(
    amqp_connection_state_t state, const char *virtual_host, int channel_max, int frame_max,
    int heartbeat, const amqp_table_t *client_properties, const char *user, const char *password) {
  return amqp_login_with_properties(state, virtual_host, channel_max, frame_max, heartbeat,
                                    client_properties, AMQP_SASL_METHOD_PLAIN, user, password);
}

#endif
