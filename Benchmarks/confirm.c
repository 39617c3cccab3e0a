// Publishes one body with confirm and mandatory, as the emitter does, and waits for the broker's answer: no program that
// promises as much can be faster. For Scripts/benchmark emit.
#include "../Sources/Transports/CRabbitMQ/shim.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void require(int is_well, const char *what) {
    if (is_well) return;
    fprintf(stderr, "confirm: %s\n", what);
    exit(1);
}

static int is_normal(amqp_rpc_reply_t reply) { return reply.reply_type == AMQP_RESPONSE_NORMAL; }

int main(int count, char **arguments) {
    require(count == 7, "usage: confirm PORT VIRTUAL-HOST USER PASSWORD-FILE EXCHANGE BODY");
    char password[128] = "";
    FILE *file = fopen(arguments[4], "r");
    require(file && fgets(password, sizeof password, file), "no password");
    fclose(file);
    password[strcspn(password, "\n")] = '\0';

    amqp_connection_state_t connection = amqp_new_connection();
    amqp_socket_t *endpoint = amqp_tcp_socket_new(connection);
    require(amqp_socket_open(endpoint, "127.0.0.1", atoi(arguments[1])) == AMQP_STATUS_OK, "no connection");
    require(is_normal(amqp_login(connection, arguments[2], 0, 131072, 60, AMQP_SASL_METHOD_PLAIN, arguments[3], password)),
            "no login");
    amqp_channel_open(connection, 1);
    require(is_normal(amqp_get_rpc_reply(connection)), "no channel");
    amqp_confirm_select(connection, 1);
    require(is_normal(amqp_get_rpc_reply(connection)), "no confirms");

    amqp_basic_properties_t properties = {
        ._flags = AMQP_BASIC_MESSAGE_ID_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG,
        .message_id = amqp_cstring_bytes("123e4567-e89b-42d3-a456-426614174000"),
        .delivery_mode = 2,
    };
    require(amqp_basic_publish(connection, 1, amqp_cstring_bytes(arguments[5]), amqp_empty_bytes, 1, 0, &properties,
                               amqp_cstring_bytes(arguments[6])) == AMQP_STATUS_OK,
            "not published");
    amqp_frame_t frame;
    require(amqp_simple_wait_frame(connection, &frame) == AMQP_STATUS_OK, "no answer");
    require(frame.frame_type == AMQP_FRAME_METHOD && frame.payload.method.id == AMQP_BASIC_ACK_METHOD, "not confirmed");
    amqp_channel_close(connection, 1, AMQP_REPLY_SUCCESS);
    amqp_connection_close(connection, AMQP_REPLY_SUCCESS);
    amqp_destroy_connection(connection);
    return 0;
}
